import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { namedBlobs, noteDeleted, whileDeleting, withdrawnFiles } from '@ml/persistence/stores/collector/withdrawn-files';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import { ExportArchive } from './export-archive';

/** As long as the largest export needs to be stored: it is waited for. */
const PATIENCE_MS = 300_000;
/** Whose clock is ahead of ours has stored it too. */
const WHATEVER_THE_CLOCK_SAYS = -300_000;

/** Deletes files of exports that were withdrawn. */
@Injectable()
export class WithdrawnFiles {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(ExportArchive) private readonly archive: ExportArchive,
  ) {}

  /**
   * When it has resolved no blob and no archived copy is left that no export names: neither of those that were withdrawn before, by whatever process, nor of a maker that died.
   * What fails is tried again by the next call. @returns how many blobs @throws AppError UNAVAILABLE
   */
  drop(): Promise<number> {
    return this.database.transaction(async (tx) => {
      await whileDeleting(tx, PATIENCE_MS);
      const gone = await withdrawnFiles(tx);
      const places = new Set(gone.flatMap(({ withdrawn }) => withdrawn.map(({ archived_to }) => archived_to)));
      for (const place of places) if (place !== null) await this.archive.withdraw(place);
      const named = await namedBlobs(tx);
      const deleted = await this.blobs.sweep('export', { olderThanMs: WHATEVER_THE_CLOCK_SAYS, keeps: (id) => named.has(id) });
      await noteDeleted(tx, gone.map(({ export_id }) => export_id));
      return deleted;
    });
  }
}
