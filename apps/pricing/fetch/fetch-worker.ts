import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import { fetchWork, type FetchChunk } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { beginChunk, completeChunk, failChunk, type ChunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import { EVERY_REGION, markFailed, markObserved, markPartlyObserved } from '@ml/persistence/stores/pricing/source-state';
import { dropOlderOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import type { Tx } from '@ml/persistence/tx';
import { Consumes } from '@ml/platform/bus/handlers';
import type { Logger } from '@ml/platform/logger';
import { LOGGER } from '@ml/platform/tokens';
import { SnapshotPublisher } from '../snapshots/snapshot-publisher';
import type { AnyStage } from './chunk-stage';
import { ChunkStages } from './chunk-stages';
import { IdleMemory } from './idle-memory';
import { PageTurner, type Turned } from './page-turner';

/** Pages of a chunk take seconds, a chunk minutes; heartbeats say that it is still being worked on. */
const ACK_WAIT_MS = 10_000;
const CHUNKS_AT_ONCE = 5;
/** A chunk that ended its worker this often at one page would do so for ever. */
const MAX_ATTEMPTS = 5;
/** Deliveries that our own parts' absence may use up: the later ones are half a minute apart. */
const MAX_DELIVERIES = 100;

/** Takes chunks of fetch tasks. A chunk that its worker left goes on at the page it had reached. */
@Controller()
export class FetchWorker {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChunkStages) private readonly stages: ChunkStages,
    @Inject(PageTurner) private readonly pages: PageTurner,
    @Inject(SnapshotPublisher) private readonly publisher: SnapshotPublisher,
    @Inject(IdleMemory) private readonly memory: IdleMemory,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Consumes(fetchWork, { durable: 'fetch', concurrency: CHUNKS_AT_ONCE, ackWaitMs: ACK_WAIT_MS, maxDeliver: MAX_DELIVERIES })
  async fetch(@Payload() chunk: FetchChunk): Promise<void> {
    const progress = await beginChunk(this.database, chunk);
    if (progress === undefined || progress.status !== 'running') return;
    try {
      if (progress.attempts > MAX_ATTEMPTS) throw new AppError('SOURCE_FAILED', 'given up after several attempts that ended their worker', { retryable: false });
      await this.run(chunk, progress);
    } catch (error) {
      // Our own parts are away, or another worker has the chunk: the message comes again.
      if (error instanceof AppError && error.retryable && error.code !== 'SOURCE_FAILED') throw error;
      await this.giveUp(chunk, error);
    }
    this.memory.releaseSoon();
    await this.announce(chunk);
  }

  private async run(chunk: FetchChunk, progress: ChunkProgress): Promise<void> {
    const stages = this.stages.of(chunk, progress.started_at);
    const { fetched, refused } = await this.pages.turnAll(chunk, progress, stages);
    requireSomething(chunk, { fetched, refused });
    await this.database.transaction(async (tx) => {
      await completeChunk(tx, chunk);
      await this.observe(tx, chunk, { stages, begun: progress.started_at });
    });
    this.logger.info({ data_type: chunk.data_type, region: chunk.region, fetched, refused }, 'prices fetched');
  }

  private async observe(tx: Tx, chunk: FetchChunk, { stages, begun }: { readonly stages: readonly AnyStage[]; readonly begun: Date }): Promise<void> {
    const isWhole = chunk.instance_types.length === 0;
    for (const { kind, source } of stages) {
      const region = kind === 'catalogue' ? EVERY_REGION : chunk.region;
      const observation = { kind, region, source, until: observedBy(chunk, begun) };
      await (isWhole ? markObserved(tx, observation) : markPartlyObserved(tx, observation));
      if (isWhole && kind === 'offerings') await dropOlderOfferings(tx, chunk.region, begun);
    }
  }

  /** What was there before stays as it is, and says since when. */
  private async giveUp(chunk: FetchChunk, error: unknown): Promise<void> {
    const message = error instanceof AppError ? error.message : 'the page could not be stored';
    this.logger.warn({ data_type: chunk.data_type, region: chunk.region, err: error }, 'fetching failed, the old prices stay');
    await this.database.transaction(async (tx) => {
      await failChunk(tx, chunk, message);
      await markFailed(tx, { kind: chunk.data_type, region: chunk.data_type === 'catalogue' ? EVERY_REGION : chunk.region, message });
    });
  }

  private async announce(chunk: FetchChunk): Promise<void> {
    if (chunk.region === EVERY_REGION || chunk.data_type === 'catalogue') await this.publisher.rebuildEverythingSoon();
    else this.publisher.rebuildSoon(chunk.region);
  }
}

/** An empty answer for some types is an answer; one for all types, or one of which nothing could be read, is a failure. */
const requireSomething = (chunk: FetchChunk, { fetched, refused }: Turned): void => {
  if (fetched === 0 && chunk.instance_types.length === 0) throw new AppError('SOURCE_FAILED', 'the source returned nothing', { retryable: false });
  if (fetched > 0 && refused === fetched) throw new AppError('SOURCE_FAILED', `each of the ${String(fetched)} rows was refused`, { retryable: false });
};

/** A list says what holds when it is asked for; a history no more than up to its end. */
const observedBy = ({ end_at }: FetchChunk, begun: Date): Date => (end_at === null ? begun : new Date(Math.min(Date.parse(end_at), begun.getTime())));
