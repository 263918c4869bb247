import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { beginCopy, holdCopy, isCopyWanted, noteArchived } from '@ml/persistence/stores/collector/export-copying';
import type { ExportRow, StoredFile } from '@ml/persistence/stores/collector/export-row';
import { completeExport, holdsExport, type ExportRun } from '@ml/persistence/stores/collector/export-runs';
import { whileStoring } from '@ml/persistence/stores/collector/withdrawn-files';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { Identity } from '../identity/identity';
import { ExportArchive, type ArchivableFile } from './export-archive';
import type { MadeFile } from './make-files';
import { MANIFEST, manifestOf } from './manifest';
import { toldOf } from './told-of';

const SHA256 = 'sha256:';
/** Whether a copy is still wanted is looked at so often while it is written. */
const LOOK_MS = 2_000;

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
  ) {}

  /** Stores the files and completes the export. undefined: it was taken back meanwhile, its blobs are nobody's. @throws AppError UNAVAILABLE */
  publish(run: ExportRun, { row, files, folder }: Made): Promise<ExportRow | undefined> {
    return this.database.transaction(async (tx) => {
      await whileStoring(tx);
      // Taken back before now, nobody would look for what is stored; taken back from now on, whoever deletes waits for us.
      if (!(await holdsExport(tx, run))) return undefined;
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

  /** Copies a completed export where copies are kept, unless somebody does, or it was taken back. @returns whether it did @throws AppError retryable; also when the signal is aborted */
  async copy(row: ExportRow, stopping: AbortSignal): Promise<boolean> {
    const place = this.archive.placeOf(row);
    if (place === null || !(await beginCopy(this.database, row, place))) return false;
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await holdCopy(tx, place))) return false;
        await this.whileWanted(row, stopping, (signal) => this.archive.archive(place, filesOf(row), signal));
        return noteArchived(tx, row, place);
      });
    } finally {
      // Whoever took it back may have deleted the copy before the last of it was there: only a lock that was lost lets that happen.
      if (!(await isCopyWanted(this.database, row))) await this.archive.withdraw(place);
    }
  }

  private async whileWanted(row: ExportRow, stopping: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const unwanted = new AbortController();
    const look = setInterval(() => {
      isCopyWanted(this.database, row).then((isWanted) => (isWanted ? undefined : unwanted.abort()), () => undefined);
    }, LOOK_MS);
    try {
      await work(AbortSignal.any([unwanted.signal, stopping]));
    } finally {
      clearInterval(look);
    }
  }
}

/** The manifest is the last: where it lies, everything does. */
const filesOf = ({ files, manifest_blob }: ExportRow): readonly ArchivableFile[] => [
  ...files,
  ...(manifest_blob === null ? [] : [{ name: MANIFEST, blob_id: manifest_blob, sha256: manifest_blob.slice(SHA256.length) }]),
];
