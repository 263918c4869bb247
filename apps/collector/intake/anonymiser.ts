import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Piscina } from 'piscina';
import { AppError } from '@ml/contracts/app-error';
import type { HashedHeader } from '@ml/domain/anonymise/anonymise-context';
import { bundledFile } from '@ml/platform/bundled-file';
import { ownBytes } from '@ml/platform/bus/own-bytes';
import { Packed, sizeOf, type Attachment } from '@ml/platform/bus/packed';
import { isOutOfMemory } from '@ml/platform/is-out-of-memory';
import type { Logger } from '@ml/platform/logger';
import { Places } from '@ml/platform/places';
import { threadPool } from '@ml/platform/thread-pool';
import { resultOf, type ThreadReply } from '@ml/platform/thread-reply';
import { LOGGER, SETTINGS } from '@ml/platform/tokens';
import { Identity } from '../identity/identity';
import type { CollectorSettings } from '../settings';
import type { AnonymisedPiece, AnonymiseRules, AnonymiseTask } from './anonymise-thread';

export type { AnonymisedPiece } from './anonymise-thread';

export interface PieceToAnonymise {
  readonly header: HashedHeader;
  /** Milliseconds since the epoch. */
  readonly completedAt: number;
  /** Place of its first resource in the scan. */
  readonly first: number;
  readonly signal: AbortSignal;
}

const IDLE_MS = 30_000;
/** Being read and waiting for it, for each thread: a piece is half a megabyte. */
const ROOM = 16;
/** A piece that needs more is no piece. All that it is read into dies with it: room for two or three pieces, and little of one is ever copied. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 48 } as const;

/** Reads and anonymises pieces of scans in worker threads, with a bounded queue before them. */
@Injectable()
export class Anonymiser implements OnApplicationShutdown {
  private readonly pool: Piscina<AnonymiseTask, ThreadReply<AnonymisedPiece>>;
  /** Piscina starts no thread for what waits in its queue when the last one was ended, so nothing ever waits there. */
  private readonly places: Places;
  private readonly room: number;
  private readonly rules: AnonymiseRules;
  private inside = 0;

  constructor(@Inject(SETTINGS) { threads, words, fullSeries }: CollectorSettings, @Inject(Identity) { keys }: Identity, @Inject(LOGGER) logger: Logger) {
    this.pool = threadPool(logger, {
      filename: bundledFile('collector-anonymise-thread.js'),
      name: 'anonymise',
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: IDLE_MS,
      resourceLimits: LIMITS,
      recordTiming: false,
    });
    this.places = new Places(threads);
    this.room = threads * ROOM;
    this.rules = { keys, words, fullSeries };
  }

  /** @param resources a JSON list as it came. @throws AppError BAD_JSON, BAD_FIELD, BUSY, BODY_TOO_LARGE, DEADLINE_EXCEEDED; none quotes anything */
  async anonymise(resources: Attachment, { header, completedAt, first, signal }: PieceToAnonymise): Promise<AnonymisedPiece> {
    if (this.inside >= this.room) throw new AppError('BUSY', `${this.room} pieces of scans are being read; send this one again in a few seconds`);
    this.inside += 1;
    try {
      const packed = resources instanceof Packed;
      const bytes = ownBytes(packed ? await resources.load() : resources);
      const task = { rules: this.rules, header, completedAt, first, bytes, packed, size: sizeOf(resources) };
      // Handed over: nobody here looks at them any more, and nobody waits for a copy.
      const reply = await this.places.with(signal, () => this.pool.run(task, { signal, transferList: [bytes.buffer] }));
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
  if (isOutOfMemory(error)) return new AppError('BODY_TOO_LARGE', 'a resource of the scan needs more memory than its reader may use', { path: 'resources' });
  if (signal.aborted) return new AppError('DEADLINE_EXCEEDED', 'the piece could not be read in time');
  return new AppError('BUSY', 'the thread ended in the middle of reading');
};
