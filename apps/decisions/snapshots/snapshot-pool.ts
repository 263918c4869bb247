import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import { bundledFile } from '@ml/platform/bundled-file';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { Packed, sizeOf, type Attachment } from '@ml/platform/bus/packed';
import { isOutOfMemory } from '@ml/platform/is-out-of-memory';
import type { Logger } from '@ml/platform/logger';
import { Places } from '@ml/platform/places';
import type { SettingsOf } from '@ml/platform/settings';
import { threadPool } from '@ml/platform/thread-pool';
import { resultOf, type ThreadReply } from '@ml/platform/thread-reply';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import type { DecisionsSettings } from '../settings';
import type { ReadSnapshot, SnapshotTask } from './snapshot-thread';

/** The thread's memory goes with it. */
const IDLE_MS = 30_000;
/** One state in memory as objects at a time. */
const THREADS = 1;
/** Being read and waiting for it: each is a whole state in memory. */
const ROOM = 8;

interface Reading {
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly signal: AbortSignal;
}

/** Reads states in one thread, one after the other, with a bounded queue before it. */
@Injectable()
export class SnapshotPool implements OnApplicationShutdown {
  private readonly pool: Piscina<SnapshotTask, ThreadReply<ReadSnapshot>>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly places = new Places(THREADS);
  private inside = 0;

  constructor(@Inject(SETTINGS) settings: SettingsOf<DecisionsSettings>, @Inject(LOGGER) logger: Logger) {
    this.pool = threadPool(logger, {
      filename: bundledFile('decisions-snapshot-thread.js'),
      name: 'read',
      minThreads: 0,
      maxThreads: THREADS,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: settings.snapshotMemoryMb },
      recordTiming: false,
    });
  }

  /** @throws AppError BAD_JSON, BAD_STATE, BAD_QUANTITY, ... with the path, BUSY, BODY_TOO_LARGE, DEADLINE_EXCEEDED */
  async read(state: Attachment, { receivedAt, signal }: Reading): Promise<ReadSnapshot> {
    if (this.inside >= ROOM) throw new AppError('BUSY', `${ROOM} snapshots are being read; send this one again in a few seconds`);
    this.inside += 1;
    try {
      const packed = state instanceof Packed;
      const bytes = ownBytes(packed ? await state.load() : state);
      // Handed over: nobody here looks at them any more, and nobody waits for a copy.
      const reply = await this.places.with(signal, () => this.pool.run({ bytes, packed, size: sizeOf(state), receivedAt }, { signal, transferList: [bytes.buffer] }));
      return resultOf(reply);
    } catch (error) {
      throw toAppError(error, signal);
    } finally {
      this.inside -= 1;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}

const toAppError = (error: unknown, signal: AbortSignal): AppError => {
  if (error instanceof AppError) return error;
  if (isOutOfMemory(error)) return new AppError('BODY_TOO_LARGE', 'the state needs more memory than its reader may use', { path: 'current_state', cause: error });
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'the snapshot could not be read in time', { cause: error });
  return new AppError('BUSY', 'the thread ended in the middle of reading', { cause: error });
};
