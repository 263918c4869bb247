import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { FetchLane } from '@ml/contracts/fetch-orders';
import { backfillWork, fetchWork, type FetchChunk } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { beginChunk, leaveChunk, type ChunkProgress } from '@ml/persistence/stores/pricing/fetch-progress';
import { Consumes, type BusContext } from '@ml/platform/bus/handlers';
import { Clock } from '@ml/platform/clock';
import { ChunkCancelled } from './chunk-cancelled';
import { ChunkEnds } from './chunk-ends';
import { ChunkStages } from './chunk-stages';
import { IdleMemory } from './idle-memory';
import { PageTurner, type Turned } from './page-turner';

/**
 * Pages of a chunk take seconds, a chunk minutes; heartbeats say that it is still being worked on.
 * Deliveries are what our own parts' absence may use up: the later ones are half a minute apart.
 */
const PATIENCE = { ackWaitMs: 10_000, maxDeliver: 100 } as const;
const CHUNKS_AT_ONCE = 5;
const BULK_CHUNKS_AT_ONCE = 3;
/** A chunk that ended its worker this often at one page would do so for ever. */
const MAX_ATTEMPTS = 5;

interface Turn {
  readonly lane: FetchLane;
  /** Aborted when the service stops. */
  readonly signal: AbortSignal;
}

/** Takes chunks of fetch tasks. A chunk that its worker left goes on at the page it had reached. */
@Controller()
export class FetchWorker {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChunkStages) private readonly stages: ChunkStages,
    @Inject(PageTurner) private readonly pages: PageTurner,
    @Inject(ChunkEnds) private readonly ends: ChunkEnds,
    @Inject(IdleMemory) private readonly memory: IdleMemory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Consumes(fetchWork, { ...PATIENCE, durable: 'fetch', concurrency: CHUNKS_AT_ONCE })
  fetch(@Payload() chunk: FetchChunk, @Ctx() { signal }: BusContext): Promise<void> {
    return this.once(chunk, () => this.take(chunk, { lane: 'fresh', signal }));
  }

  @Consumes(backfillWork, { ...PATIENCE, durable: 'backfill', concurrency: BULK_CHUNKS_AT_ONCE })
  backfill(@Payload() chunk: FetchChunk, @Ctx() { signal }: BusContext): Promise<void> {
    return this.once(chunk, () => this.take(chunk, { lane: 'bulk', signal }));
  }

  /** A message that comes again while its chunk is worked on, as after a break of the bus, ends with that work. */
  private once({ task_id, chunk }: FetchChunk, work: () => Promise<void>): Promise<void> {
    const key = `${task_id}:${String(chunk)}`;
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    const begun = work().finally(() => this.underWay.delete(key));
    this.underWay.set(key, begun);
    return begun;
  }

  private async take(chunk: FetchChunk, turn: Turn): Promise<void> {
    const progress = await beginChunk(this.database, chunk);
    if (progress?.status !== 'running') return;
    try {
      await this.attempt(chunk, progress, turn);
    } catch (error) {
      if (!(error instanceof ChunkCancelled)) throw error;
    }
    this.memory.releaseSoon();
  }

  private async attempt(chunk: FetchChunk, progress: ChunkProgress, turn: Turn): Promise<void> {
    try {
      if (progress.attempts > MAX_ATTEMPTS) throw new AppError('SOURCE_FAILED', 'given up after several attempts that ended their worker', { retryable: false });
      await this.run(chunk, progress, turn);
    } catch (error) {
      if (error instanceof ChunkCancelled) throw error;
      // Our own parts are away, or another worker has the chunk: the message comes again, and the worker has not died of it.
      if (error instanceof AppError && error.retryable && error.code !== 'SOURCE_FAILED') {
        await leaveChunk(this.database, chunk).catch(() => undefined);
        throw error;
      }
      await this.ends.fail(chunk, error);
    }
  }

  private async run(chunk: FetchChunk, progress: ChunkProgress, { lane, signal }: Turn): Promise<void> {
    const begun = this.clock.shown(progress.started_at);
    const stages = this.stages.of(chunk, { since: begun, lane });
    const turned = await this.pages.turnAll(chunk, progress, { stages, signal });
    requireSomething(chunk, turned);
    await this.ends.complete(chunk, { stages, begun, turned });
  }
}

/** An empty answer for some types is an answer; one for all types, or one of which nothing could be read, is a failure. */
const requireSomething = (chunk: FetchChunk, { fetched, refused, unasked }: Turned): void => {
  if (fetched === 0 && !unasked && chunk.instance_types.length === 0) throw new AppError('SOURCE_FAILED', 'the source returned nothing', { retryable: false });
  if (fetched > 0 && refused.count === fetched && !unasked) throw new AppError('SOURCE_FAILED', `each of the ${String(fetched)} rows was refused: ${Object.keys(refused.by_code).join(', ')}`, { retryable: false });
};
