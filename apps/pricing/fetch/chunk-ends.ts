import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { FetchProgress } from '@ml/contracts/fetch-orders';
import type { FetchChunk } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { recordFetched, type FetchedIn, type FetchedSpan } from '@ml/persistence/stores/pricing/fetched-spans';
import { completeChunk, failChunk } from '@ml/persistence/stores/pricing/fetch-progress';
import { isOver } from '@ml/persistence/stores/pricing/fetch-tasks';
import { EVERY_REGION, markFailed, markObserved, markPartlyObserved } from '@ml/persistence/stores/pricing/source-state';
import { dropOlderOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import type { Tx } from '@ml/persistence/tx';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { DAY_MS } from '@ml/units/time';
import { SnapshotPublisher } from '../snapshots/snapshot-publisher';
import { ChunkCancelled } from './chunk-cancelled';
import type { AnyStage } from './chunk-stage';
import { ChunkStages } from './chunk-stages';
import { FetchQueue } from './fetch-queue';
import type { Turned } from './page-turner';

/** What the API keeps: of an earlier time it says nothing. */
const KEPT_MS = 90 * DAY_MS;

export interface Finished {
  readonly stages: readonly AnyStage[];
  readonly begun: Date;
  readonly turned: Turned;
}

/** Notes how a chunk has ended and what is known since, in one transaction with its telling. */
@Injectable()
export class ChunkEnds {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChunkStages) private readonly stages: ChunkStages,
    @Inject(FetchQueue) private readonly queue: FetchQueue,
    @Inject(SnapshotPublisher) private readonly publisher: SnapshotPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async complete(chunk: FetchChunk, finished: Finished): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Whose prices stand in the region is settled before its row is written, as with every page: the other way round two would lock crosswise.
      if (chunk.data_type === 'spot_prices') await recordFetched(tx, this.spanOf(chunk, finished.begun));
      await observe(tx, chunk, finished);
      await this.tell(tx, await completeChunk(tx, chunk));
    });
    const { fetched, refused } = finished.turned;
    this.logger.info({ data_type: chunk.data_type, region: chunk.region, fetched, refused: refused.count }, 'prices fetched');
    await this.publish(chunk);
  }

  /** What was there before stays as it is, and says since when. */
  async fail(chunk: FetchChunk, error: unknown): Promise<void> {
    this.logger.warn({ data_type: chunk.data_type, region: chunk.region, err: error }, 'fetching failed, the old prices stay');
    const message = error instanceof AppError ? error.message : 'the page could not be stored';
    await this.database.transaction(async (tx) => {
      // Prices of some types that did not come do not make those of the region any older.
      if (isWhole(chunk)) await markFailed(tx, { kind: chunk.data_type, region: chunk.data_type === 'catalogue' ? EVERY_REGION : chunk.region, message });
      await this.tell(tx, await failChunk(tx, chunk, message));
    });
    await this.publish(chunk);
  }

  /** The chunk's own row comes last, as with its pages: whoever else is at it waits instead of locking crosswise. */
  private async tell(tx: Tx, ended: FetchProgress | undefined): Promise<void> {
    if (ended === undefined) throw new ChunkCancelled('the chunk has ended meanwhile');
    await this.queue.tell(tx, [ended]);
  }

  /** What the source had to say of a time it has said, also where a row of it was refused. */
  private spanOf(chunk: FetchChunk, begun: Date): FetchedIn & FetchedSpan {
    const from = new Date(Math.max(Date.parse(chunk.start_at ?? begun.toISOString()), begun.getTime() - KEPT_MS));
    return { region: chunk.region, instance_types: chunk.instance_types, products: this.stages.products, source: this.stages.sourceOf(chunk.data_type), from, until: observedBy(chunk, begun) };
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
    if (isWhole(chunk)) await markObserved(tx, observation);
    // A list of some types is not the region's list: as one it would stand in the place of the built-in table, which has prices of all.
    else if (kind === 'spot_prices') await markPartlyObserved(tx, observation);
    if (isWhole(chunk) && kind === 'offerings') await dropOlderOfferings(tx, chunk.region, begun);
  }
};

/** A list says what holds when it is asked for; a history no more than up to its end. */
const observedBy = ({ end_at }: FetchChunk, begun: Date): Date => (end_at === null ? begun : new Date(Math.min(Date.parse(end_at), begun.getTime())));
