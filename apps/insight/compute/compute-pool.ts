import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { bundledFile } from '@ml/platform/bundled-file';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { Places } from '@ml/platform/places';
import { threadPool } from '@ml/platform/thread-pool';
import { resultOf, type ThreadReply } from '@ml/platform/thread-reply';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { InsightSettings } from '../settings';
import type * as thread from './insight-thread';

type Thread = typeof thread;
/** What the threads can do, by name. */
type Work = keyof Thread;
type TaskOf<W extends Work> = Parameters<Thread[W]>[0];
type ResultOf<W extends Work> = Extract<ReturnType<Thread[W]>, { readonly ok: true }>['result'];

const IDLE_MS = 30_000;
const THREAD_MEMORY_MB = 512;
/** Waiting for each thread: more would come too late anyway. */
const WAITING_PER_THREAD = 16;

/** Forecasts and scores in worker threads, with a bounded queue before them; one that overruns its deadline is ended with its thread. */
@Injectable()
export class ComputePool implements OnApplicationShutdown {
  private readonly pool: Piscina<unknown, ThreadReply<unknown>>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly places: Places;
  private readonly room: number;
  private readonly duration;

  constructor(@Inject(SETTINGS) { threads }: Pick<InsightSettings, 'threads'>, @Inject(Metrics) metrics: Metrics, @Inject(LOGGER) logger: Logger) {
    this.places = new Places(threads);
    this.room = threads * WAITING_PER_THREAD;
    const options = { filename: bundledFile('insight-thread.js'), minThreads: 1, maxThreads: threads, idleTimeout: IDLE_MS, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB }, recordTiming: false };
    // Nothing that is computed here asks for anything of the environment.
    this.pool = threadPool(logger, { ...options, env: {} });
    this.duration = metrics.histogram({ name: 'ml_insight_compute_duration_seconds', help: 'Time of an insight in its thread, waiting included, by what it is and what came of it', labels: ['work', 'outcome'] });
    metrics.gauge({ name: 'ml_insight_queue_size', help: 'Insights waiting for a thread', collect: (gauge) => gauge.set(this.places.waiting) });
  }

  /** @throws AppError BUSY, DEADLINE_EXCEEDED, or what the work throws */
  async run<W extends Work>(work: W, task: TaskOf<W>, signal: AbortSignal): Promise<ResultOf<W>> {
    const stop = this.duration.startTimer({ work });
    try {
      const result = await this.reply(work, task, signal);
      stop({ outcome: 'ok' });
      return result as ResultOf<W>;
    } catch (error) {
      const failure = toAppError(error, signal);
      stop({ outcome: hasEnded(error, signal) ? 'ENDED' : failure.code });
      throw failure;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private async reply(work: Work, task: unknown, signal: AbortSignal): Promise<unknown> {
    if (this.places.waiting >= this.room) throw new AppError('BUSY', 'every thread is computing and the queue is full; ask again in a few seconds');
    return resultOf(await this.places.with(signal, () => this.pool.run(task, { name: work, signal })));
  }
}

/** The thread did. The caller is told BUSY, for another one may do it; whoever watches has to know it from a full queue. */
const hasEnded = (error: unknown, signal: AbortSignal): boolean => !(error instanceof AppError) && !signal.aborted;

const toAppError = (error: unknown, signal: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'it could not be computed within the deadline', { cause: error });
  return new AppError('BUSY', 'the thread ended in the middle of the work; ask again', { cause: error });
};
