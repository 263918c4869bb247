import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { decisionPhases } from '../decision-phases';
import { isOutOfMemory } from '../is-out-of-memory';
import type { Logger } from '../logger';
import { Metrics } from '../metrics';
import { Places } from '../places';
import type { SettingsOf } from '../settings';
import { threadPool } from '../thread-pool';
import { LOGGER, SETTINGS } from '../tokens';
import type { DecideResult, DecideTask } from './decide-task';
import type { engineSettings } from './engine-settings';

export const WORKER_FILE = Symbol('worker file');

const IDLE_MS = 30_000;
const MIB = 1024 * 1024;

type PoolSettings = SettingsOf<typeof engineSettings>;

/**
 * Decides in worker threads: a bounded queue before them, and a thread that overruns its deadline is ended.
 * A large state gets a thread of its own that ends with the decision: V8 would keep the gigabyte it needed for as long as the thread lives.
 */
@Injectable()
export class DecidePool implements OnApplicationShutdown {
  private readonly pool: Piscina<DecideTask, DecideResult>;
  private readonly large: Piscina<DecideTask, DecideResult>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly largePlaces: Places;
  private readonly largeBytes: number;
  private readonly duration;
  private readonly phases;
  /** Piscina does not count tasks that can be aborted against its own limit. */
  private readonly room: number;
  private inside = 0;

  constructor(@Inject(SETTINGS) settings: PoolSettings, @Inject(WORKER_FILE) filename: string, @Inject(Metrics) metrics: Metrics, @Inject(LOGGER) logger: Logger) {
    const resourceLimits = { maxOldGenerationSizeMb: settings.memoryMb };
    const shared = { filename, resourceLimits, recordTiming: false } as const;
    this.pool = threadPool(logger, { ...shared, minThreads: 1, maxThreads: settings.threads, idleTimeout: IDLE_MS });
    this.large = threadPool(logger, { ...shared, minThreads: 0, maxThreads: settings.largeThreads, idleTimeout: 0 });
    this.largePlaces = new Places(settings.largeThreads);
    this.largeBytes = settings.largeStateMb * MIB;
    this.room = settings.threads + settings.queue;
    this.duration = metrics.histogram({ name: 'ml_engine_decide_duration_seconds', help: 'Time in the engine pool, waiting included', labels: ['outcome'] });
    this.phases = decisionPhases(metrics);
    metrics.gauge({ name: 'ml_engine_queue_size', help: 'Decisions waiting for a thread', collect: (gauge) => gauge.set(this.pool.queueSize + this.largePlaces.waiting) });
  }

  threadCount(): number {
    return this.pool.threads.length + this.large.threads.length;
  }

  /** @throws AppError BUSY, DEADLINE_EXCEEDED, BODY_TOO_LARGE, or the engine's own */
  async decide(task: DecideTask, signal: AbortSignal): Promise<Extract<DecideResult, { ok: true }>> {
    const stop = this.duration.startTimer();
    const startedAt = performance.now();
    this.inside += 1;
    try {
      if (this.inside > this.room) throw new AppError('BUSY', 'every thread is deciding and the queue is full');
      const result = await this.run(task, signal);
      if (!result.ok) throw Object.assign(AppError.fromBody(result.error), { engineStack: result.stack });
      stop({ outcome: 'ok' });
      this.note(result.phases, (performance.now() - startedAt) / 1_000);
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
    await Promise.all([this.pool.close(), this.large.close()]);
  }

  private note(phases: Readonly<Record<string, number>>, seconds: number): void {
    const entries = Object.entries(phases);
    for (const [phase, took] of entries) this.phases.observe({ phase }, took);
    // For a thread, and for the way there and back.
    this.phases.observe({ phase: 'wait' }, Math.max(0, seconds - entries.reduce((sum, [, took]) => sum + took, 0)));
  }

  /** The bytes of the state are handed over, as is the line to a model: nobody here looks at them any more. */
  private run(task: DecideTask, signal: AbortSignal): Promise<DecideResult> {
    const { state, line } = task;
    const options = { signal, transferList: [...(state === undefined ? [] : [state.bytes.buffer as ArrayBuffer]), ...(line === undefined ? [] : [line])] };
    if ((state?.opened ?? 0) <= this.largeBytes) return this.pool.run(task, options);
    return this.largePlaces.with(signal, () => this.large.run(task, options));
  }
}

const tooLarge = (cause: unknown): AppError =>
  new AppError('BODY_TOO_LARGE', `the state needs more memory than one thread of the engine may use: ${WHAT_TO_DO}`, { path: 'current_state', cause });

const WHAT_TO_DO = 'send only the fields that the documentation of the route lists, or split the cluster by node pool; the operator of the fleet can raise ENGINE_THREAD_MEMORY_MB';

const toPoolError = (error: unknown, signal: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  // The same state would end the next thread as well.
  if (isOutOfMemory(error)) return tooLarge(error);
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'the decision took longer than its deadline and was ended', { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('BUSY', 'the thread ended in the middle of the decision', { cause: error, details: { reason: message } });
};
