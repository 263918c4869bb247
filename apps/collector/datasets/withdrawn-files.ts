import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ml/persistence/database';
import { awaitCopy } from '@ml/persistence/stores/collector/export-copying';
import { namedBlobs, noteBlobsDeleted, noteCopyDeleted, whileDeleting, withdrawnCopies } from '@ml/persistence/stores/collector/withdrawn-files';
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
   * An archive that is away keeps no blob. What fails is tried again by the next call. @returns how many blobs @throws AppError UNAVAILABLE
   */
  async drop(): Promise<number> {
    const deleted = await this.database.transaction(async (tx) => {
      await whileDeleting(tx, PATIENCE_MS);
      const named = await namedBlobs(tx);
      const swept = await this.blobs.sweep('export', { olderThanMs: WHATEVER_THE_CLOCK_SAYS, keeps: (id) => named.has(id) });
      await noteBlobsDeleted(tx);
      return swept;
    });
    const failures: unknown[] = [];
    for (const place of await withdrawnCopies(this.database)) await this.dropCopy(place).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
    return deleted;
  }

  private dropCopy(place: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      await awaitCopy(tx, place, PATIENCE_MS);
      await this.archive.withdraw(place);
      await noteCopyDeleted(tx, place);
    });
  }
}
