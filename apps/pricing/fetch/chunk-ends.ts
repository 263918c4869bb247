import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { FetchChunk } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { completeChunk, failChunk } from '@ml/persistence/stores/pricing/fetch-progress';
import { isOver } from '@ml/persistence/stores/pricing/fetch-tasks';
import { EVERY_REGION, markFailed, markObserved, markPartlyObserved } from '@ml/persistence/stores/pricing/source-state';
import { dropOlderOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import type { Tx } from '@ml/persistence/tx';
import { SnapshotPublisher } from '../snapshots/snapshot-publisher';
import type { AnyStage } from './chunk-stage';
import { FetchQueue } from './fetch-queue';

export interface Finished {
  readonly stages: readonly AnyStage[];
  readonly begun: Date;
}

/** Notes how a chunk has ended and what is known since, in one transaction with its telling. */
@Injectable()
export class ChunkEnds {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(SnapshotPublisher) private readonly publisher: SnapshotPublisher,
  ) {}

  async complete(chunk: FetchChunk, finished: Finished): Promise<void> {
    await this.database.transaction(async (tx) => {
      const told = await completeChunk(tx, chunk);
      if (told === undefined) return;
      await observe(tx, chunk, finished);
      await this.queue.tell(tx, [told]);
    });
    await this.publish(chunk);
  }

  /** What was there before stays as it is, and says since when. */
  async fail(chunk: FetchChunk, error: unknown): Promise<void> {
    const message = error instanceof AppError ? error.message : 'the page could not be stored';
    await this.database.transaction(async (tx) => {
      const told = await failChunk(tx, chunk, message);
      if (told === undefined) return;
      // Prices of some types that did not come do not make those of the region any older.
      if (isWhole(chunk)) await markFailed(tx, { kind: chunk.data_type, region: chunk.data_type === 'catalogue' ? EVERY_REGION : chunk.region, message });
      await this.queue.tell(tx, [told]);
    });
    await this.publish(chunk);
  }

  /** A fill has chunks by the hundred: one snapshot at its end serves them all. */
  private async publish({ task_id, region, data_type }: FetchChunk): Promise<void> {
    if (!(await isOver(this.database, task_id, region))) return;
    if (region === EVERY_REGION || data_type === 'catalogue') await this.publisher.rebuildEverythingSoon();
    else this.publisher.rebuildSoon(region);
  }
}

const isWhole = (chunk: FetchChunk): boolean => chunk.instance_types.length === 0;

const observe = async (tx: Tx, chunk: FetchChunk, { stages, begun }: Finished): Promise<void> => {
  for (const { kind, source } of stages) {
    const region = kind === 'catalogue' ? EVERY_REGION : chunk.region;
    const observation = { kind, region, source, until: observedBy(chunk, begun) };
    await (isWhole(chunk) ? markObserved(tx, observation) : markPartlyObserved(tx, observation));
    if (isWhole(chunk) && kind === 'offerings') await dropOlderOfferings(tx, chunk.region, begun);
  }
};

/** A list says what holds when it is asked for; a history no more than up to its end. */
const observedBy = ({ end_at }: FetchChunk, begun: Date): Date => (end_at === null ? begun : new Date(Math.min(Date.parse(end_at), begun.getTime())));
