import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { bundledFile } from '@ml/platform/bundled-file';
import { isOutOfMemory } from '@ml/platform/is-out-of-memory';
import type { Logger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { Places } from '@ml/platform/places';
import type { SettingsOf } from '@ml/platform/settings';
import { threadPool } from '@ml/platform/thread-pool';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';
import type { CustomAnswer } from './read-answer';
import { SandboxFault } from './sandbox-fault';
import type { SandboxReply, SandboxTask } from './sandbox-task';

const IDLE_MS = 30_000;
/** Heap of a thread beside the interpreter's memory: its input as texts, and the answer. */
const HEAP_SHARE = 1 / 2;
/** For a thread to start, the input to be opened and the answer to be read; after that a native call has not come back. */
const GRACE_MS = 2_500;
/** Waiting for each thread: more would come too late anyway. */
const WAITING_PER_THREAD = 8;

export type SandboxWork = Omit<SandboxTask, 'limits'>;

/** For what nobody is waiting to have decided: shadows, trials, replays. It never takes a thread from decisions. */
const TRIAL_THREADS = 1;

export type SandboxLane = 'decisions' | 'trials';

/** Runs engines of the operator in threads that are ended when they overrun, with a bounded queue before them. */
@Injectable()
export class SandboxPool implements OnApplicationShutdown {
  private readonly pool: Piscina<SandboxTask, SandboxReply>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly lanes: Readonly<Record<SandboxLane, { readonly places: Places; readonly room: number }>>;
  private readonly duration;

  constructor(
    @Inject(SETTINGS) private readonly settings: SettingsOf<DecisionsSettings>,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) logger: Logger,
  ) {
    const { sandboxThreads, sandboxMemoryMb } = settings;
    this.lanes = { decisions: laneOf(sandboxThreads), trials: laneOf(TRIAL_THREADS) };
    this.pool = threadPool(logger, {
      filename: bundledFile('decisions-sandbox-thread.js'),
      name: 'decide',
      minThreads: 0,
      maxThreads: sandboxThreads + TRIAL_THREADS,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: Math.max(64, sandboxMemoryMb * HEAP_SHARE) },
      // An engine sees nothing of it anyway; nor does the thread.
      env: {},
      recordTiming: false,
    });
    this.duration = metrics.histogram({ name: 'ml_custom_engine_duration_seconds', help: 'Time of a custom engine in its thread by outcome', labels: ['outcome'] });
  }

  /** @throws SandboxFault */
  async run(work: SandboxWork, signal: AbortSignal, lane: SandboxLane = 'decisions'): Promise<CustomAnswer> {
    const reply = await this.reply(work, signal, lane);
    this.duration.observe({ outcome: reply.ok ? 'ok' : reply.reason }, reply.seconds);
    if (!reply.ok) throw new SandboxFault(reply.reason, reply.message);
    return reply.answer;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private async reply(work: SandboxWork, signal: AbortSignal, lane: SandboxLane): Promise<SandboxReply> {
    const { places, room } = this.lanes[lane];
    const { sandboxSeconds: seconds, sandboxMemoryMb: memoryMb } = this.settings;
    if (places.waiting >= room) return failed('SANDBOX_BUSY', 'every thread for custom engines is taken and the queue is full');
    const budgetMs = seconds * 1_000 + GRACE_MS;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
    let startedAt: number | undefined;
    const hasTaken = (): number => (startedAt === undefined ? 0 : (performance.now() - startedAt) / 1_000);
    try {
      return await places.with(patience, () => {
        startedAt = performance.now();
        const hard = AbortSignal.any([signal, AbortSignal.timeout(budgetMs)]);
        return this.pool.run({ ...work, limits: { seconds, memoryMb } }, { signal: hard });
      });
    } catch (error) {
      if (startedAt === undefined) return failed('SANDBOX_BUSY', 'no thread for custom engines came free in time');
      return { ...endOf(error), seconds: hasTaken() };
    }
  }
}

const laneOf = (threads: number): { readonly places: Places; readonly room: number } => ({ places: new Places(threads), room: threads * WAITING_PER_THREAD });

const failed = (reason: SandboxFault['reason'], message: string): Extract<SandboxReply, { ok: false }> => ({ ok: false, reason, message, seconds: 0 });

const endOf = (error: unknown): Extract<SandboxReply, { ok: false }> => {
  if (error instanceof Error && error.name === 'AbortError') return failed('ENGINE_TOO_SLOW', 'the engine did not come back from one of its calls and was ended with its thread');
  if (isOutOfMemory(error)) return failed('ENGINE_OUT_OF_MEMORY', 'the thread of the engine ran out of memory');
  return failed('ENGINE_CRASHED', 'the thread of the engine ended in the middle of the decision');
};
