import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import type { ExportRow, StoredFile } from '@ml/persistence/stores/collector/export-row';
import { completeExport, noteArchived, type ExportRun } from '@ml/persistence/stores/collector/export-runs';
import { whileStoring } from '@ml/persistence/stores/collector/withdrawn-files';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { Identity } from '../identity/identity';
import { ExportArchive, type ArchivableExport } from './export-archive';
import type { MadeFile } from './make-files';
import { MANIFEST, manifestOf } from './manifest';
import { toldOf } from './told-of';

const SHA256 = 'sha256:';

interface Made {
  readonly row: ExportRow;
  readonly files: readonly MadeFile[];
  /** Where they lie. */
  readonly folder: string;
}

/** Brings files that were made to where everybody finds them. */
@Injectable()
export class ExportPublisher {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(ExportArchive) private readonly archive: ExportArchive,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Stores the files and completes the export. undefined: it was taken back meanwhile, its blobs are nobody's. @throws AppError UNAVAILABLE */
  publish(run: ExportRun, { row, files, folder }: Made): Promise<ExportRow | undefined> {
    return this.database.transaction(async (tx) => {
      await whileStoring(tx);
      const stored: (StoredFile & Pick<MadeFile, 'quality'>)[] = [];
      for (const file of files) stored.push({ ...file, blob_id: await this.blobs.putFile(path.join(folder, file.name), 'export') });
      const manifest = manifestOf({ row, files: stored, keyVersion: this.identity.keyVersion });
      const manifest_blob = await this.blobs.put(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'export');
      return completeExport(tx, run, {
        files: stored.map(({ quality: _, ...file }) => file),
        quality: stored.map(({ quality }) => quality),
        manifest_blob,
        rows: stored.reduce((all, { rows }) => all + rows, 0),
        told: toldOf,
      });
    });
  }

  /** Copies a completed export where copies are kept. A copy of what was withdrawn meanwhile is deleted. */
  async copy(row: ExportRow): Promise<void> {
    const place = await this.archive.archive(await this.archivable(row));
    if (place === null) return;
    if (await noteArchived(this.database, row, place)) this.logger.info({ export_id: row.export_id }, 'an export was archived');
    else await this.archive.withdraw(place);
  }

  private async archivable({ export_id, created_at, files, manifest_blob }: ExportRow): Promise<ArchivableExport> {
    const manifest = manifest_blob ?? '';
    const size_bytes = (await this.blobs.get(manifest)).byteLength;
    return {
      export_id,
      created_at: created_at.toISOString(),
      files: [...files.map(({ name, blob_id, sha256, size_bytes }) => ({ name, blob_id, sha256, size_bytes })), { name: MANIFEST, blob_id: manifest, sha256: manifest.slice(SHA256.length), size_bytes }],
    };
  }
}
