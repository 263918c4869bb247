import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { bundledFile } from '@ml/platform/bundled-file';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { isOutOfMemory } from '@ml/platform/is-out-of-memory';
import type { Logger } from '@ml/platform/logger';
import { Places } from '@ml/platform/places';
import { threadPool } from '@ml/platform/thread-pool';
import { LOGGER } from '@ml/platform/tokens';
import type { CheckedEngine, CheckTask } from './check-engine';
import { badEngine } from './engine-findings';

const IDLE_MS = 5_000;
const HEAP_MB = 512;
const PATIENCE_MS = 20_000;
/** Being looked at and waiting for it. */
const ROOM = 8;

/** Looks at uploaded modules in a thread of its own: a large one takes a second to read, and decisions wait for the event loop. */
@Injectable()
export class EngineChecker implements OnApplicationShutdown {
  private readonly pool: Piscina<CheckTask, CheckedEngine>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly places = new Places(1);

  /** A MiB of a bundle takes a second or two. There are sources that take minutes: every declaration at the top is compared with all others. */
  protected readonly readingMs: number = 8_000;

  constructor(@Inject(LOGGER) logger: Logger) {
    this.pool = threadPool(logger, { filename: bundledFile('decisions-sandbox-thread.js'), name: 'check', minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, env: {}, recordTiming: false });
  }

  /** @throws AppError BUSY, BAD_ENGINE when nobody could read it */
  async check({ bytes, upload }: CheckTask): Promise<CheckedEngine> {
    if (this.places.waiting >= ROOM) throw new AppError('BUSY', `${ROOM} engines are being looked at; send this one again in a few seconds`);
    const look = (): Promise<CheckedEngine> => this.pool.run({ bytes: ownBytes(bytes), upload }, { signal: AbortSignal.timeout(this.readingMs) });
    try {
      return await this.places.with(AbortSignal.timeout(PATIENCE_MS), look);
    } catch (cause) {
      if (isUnreadable(cause)) throw badEngine([{ code: 'TOO_COMPLEX', text: 'it takes too long or too much memory to read: bundle less of it, or less deeply nested', line: null }]);
      throw new AppError('BUSY', 'the engine could not be looked at in time; send it again', { cause });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}

/** Ended in the middle, as opposed to having waited in vain. */
const isUnreadable = (error: unknown): boolean => isOutOfMemory(error) || (error instanceof Error && error.name === 'AbortError');
