import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { ModelBlobs } from '@ml/persistence/stores/models/model-blobs';
import type { Tx } from '@ml/persistence/tx';
import { BlobStore } from '@ml/platform/blobs/blob-store';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { ModelFiles } from './model-files';

const DAILY = '40 3 * * *';
const DAY_MS = 86_400_000;

/** Keeps the blobs that models name, and no others. */
@Injectable()
export class BlobKeeper implements OnApplicationBootstrap {
  constructor(
    @Inject(ModelBlobs) private readonly names: ModelBlobs,
    @Inject(BlobStore) private readonly blobs: BlobStore,
    @Inject(ModelFiles) private readonly files: ModelFiles,
    @Inject(OnceSchedule) private readonly schedule: OnceSchedule,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule.every('models-orphan-blobs', DAILY, (tx) => this.sweep(tx));
  }

  /** While nobody can forget it: another upload of the same bytes may have been refused, and its blob deleted, since the file was fetched. */
  async ensure(blob: string): Promise<void> {
    if (!(await this.blobs.has(blob))) await this.blobs.putFile(await this.files.fetch(blob), 'model');
  }

  /** What cannot be deleted now is swept within two days. */
  async forgetUnlessNamed(blob: string): Promise<void> {
    const forget = (): Promise<void> => this.blobs.delete(blob, 'model');
    await this.names.unlessNamed(blob, forget).catch((error: unknown) => this.logger.warn({ blob, error: String(error) }, 'the blob of a model could not be deleted'));
  }

  /** Blobs of uploads that ended in the middle. */
  async sweep(tx: Tx): Promise<void> {
    const named = await this.names.named(tx);
    // A database that was lost or restored empty knows no model either, and there is no other copy of the files.
    if (named.size === 0) return;
    const swept = await this.blobs.sweep('model', { olderThanMs: DAY_MS, keeps: (id) => named.has(id) });
    this.logger.info({ swept }, 'blobs that no model names are gone');
  }
}
