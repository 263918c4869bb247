import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { Metrics } from '../metrics';
import type { SettingsOf } from '../settings';
import { SETTINGS } from '../tokens';
import type { DecideResult, DecideTask } from './decide-task';
import type { engineSettings } from './engine-settings';

export const WORKER_FILE = Symbol('worker file');

const IDLE_MS = 30_000;

/** Decides in worker threads: a bounded queue before them, and a thread that overruns its deadline is ended. */
@Injectable()
export class DecidePool implements OnApplicationShutdown {
  private readonly pool: Piscina<DecideTask, DecideResult>;
  private readonly duration;
  /** Piscina does not count tasks that can be aborted against its own limit. */
  private readonly room: number;
  private inside = 0;

  constructor(@Inject(SETTINGS) settings: SettingsOf<typeof engineSettings>, @Inject(WORKER_FILE) filename: string, @Inject(Metrics) metrics: Metrics) {
    this.pool = new Piscina({
      filename,
      minThreads: 1,
      maxThreads: settings.threads,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
      recordTiming: false,
    });
    this.room = settings.threads + settings.queue;
    this.duration = metrics.histogram({ name: 'ml_engine_decide_duration_seconds', help: 'Time in the engine pool, waiting included', labels: ['outcome'] });
    metrics.gauge({ name: 'ml_engine_queue_size', help: 'Decisions waiting for a thread', collect: (gauge) => gauge.set(Math.max(0, this.inside - settings.threads)) });
  }

  /** @throws AppError BUSY, DEADLINE_EXCEEDED, BODY_TOO_LARGE, or the engine's own */
  async decide(task: DecideTask, signal: AbortSignal): Promise<Extract<DecideResult, { ok: true }>> {
    const stop = this.duration.startTimer();
    this.inside += 1;
    try {
      if (this.inside > this.room) throw new AppError('BUSY', 'every thread is deciding and the queue is full');
      const result = await this.pool.run(task, { signal });
      if (!result.ok) throw Object.assign(AppError.fromBody(result.error), { engineStack: result.stack });
      stop({ outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = toPoolError(error, signal);
      stop({ outcome: failure.code });
      throw failure;
    } finally {
      this.inside -= 1;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const toPoolError = (error: unknown, signal: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  // The same state would end the next thread as well.
  if (isOutOfMemory(error)) return new AppError('BODY_TOO_LARGE', 'the state needs more memory than one thread of the engine may use', { path: 'current_state', cause: error });
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'the decision took longer than its deadline and was ended', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('BUSY', 'the thread ended in the middle of the decision', { cause: error, details: { reason: message } });
};
