import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { Places } from '@ml/platform/places';
import type { CheckedEngine, CheckTask } from './check-engine';
import { sandboxThreadFile } from './sandbox-thread-file';

const IDLE_MS = 5_000;
const HEAP_MB = 512;
/** A MiB of the worst source takes about a second. */
const PATIENCE_MS = 20_000;
/** Being looked at and waiting for it. */
const ROOM = 8;

/** Looks at uploaded modules in a thread of its own: a large one takes a second to read, and decisions wait for the event loop. */
@Injectable()
export class EngineChecker implements OnApplicationShutdown {
  private readonly pool = new Piscina<CheckTask, CheckedEngine>({ filename: sandboxThreadFile(), name: 'check', minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, env: {}, recordTiming: false });
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly places = new Places(1);

  /** @throws AppError BUSY */
  async check({ bytes, upload }: CheckTask): Promise<CheckedEngine> {
    if (this.places.waiting >= ROOM) throw new AppError('BUSY', `${ROOM} engines are being looked at; send this one again in a few seconds`);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      return await this.places.with(signal, () => this.pool.run({ bytes: ownBytes(bytes), upload }, { signal }));
    } catch (cause) {
      throw new AppError('BUSY', 'the engine could not be looked at in time; send it again', { cause });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
