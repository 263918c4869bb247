import { nextTurn } from '@ml/platform/next-turn';
import type { BodyLimits } from './body-limits';
import { inflate, type ContentEncoding } from './inflate';
import type { LargeBodyPlace } from './large-bodies';

/** A range of a body, and who takes its bytes as they come by. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  take(piece: Uint8Array): void | Promise<void>;
}

type Visit = (chunk: Uint8Array) => void | Promise<void>;

/** The bytes of a body, inflated, that can be walked through and cut. */
export interface BodySource {
  /** Once, from the beginning to the end, in pieces. */
  walk(visit: Visit): Promise<void>;
  /** Hands out some ranges, piece by piece. Only after `walk`. */
  cut(cuts: readonly Cut[]): Promise<void>;
}

/** How much is looked at before other requests get their turn: about 3 ms. */
const PIECE = 1024 * 1024;

const inTurns = async (bytes: Uint8Array, visit: Visit): Promise<void> => {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (at > 0) await nextTurn();
    await visit(bytes.subarray(at, at + PIECE));
  }
};

/** What of a range lies in a chunk of the body, before which so many bytes were. */
export const partOf = (chunk: Uint8Array, before: number, { start, end }: Pick<Cut, 'start' | 'end'>): Uint8Array => chunk.subarray(Math.max(0, start - before), Math.max(0, end - before));

/** A body that came uncompressed. */
export class PlainSource implements BodySource {
  constructor(private readonly bytes: Uint8Array) {}

  walk(visit: Visit): Promise<void> {
    return inTurns(this.bytes, visit);
  }

  async cut(cuts: readonly Cut[]): Promise<void> {
    for (const { start, end, take } of cuts) await inTurns(this.bytes.subarray(start, end), take);
  }
}

interface Compressed {
  readonly wire: Buffer;
  readonly encoding: ContentEncoding;
  readonly limits: BodyLimits;
  readonly place: LargeBodyPlace;
}

/**
 * A compressed body. While it is small its inflated bytes are kept; a large one is inflated once to be looked at and once
 * more to be cut, so that a bomb costs no memory and a valid body is never held as a whole.
 */
export class CompressedSource implements BodySource {
  private kept: Buffer[] | undefined = [];
  private size = 0;

  constructor(private readonly body: Compressed) {}

  walk(visit: Visit): Promise<void> {
    return this.inflate((chunk) => {
      this.keep(chunk);
      return visit(chunk);
    });
  }

  async cut(cuts: readonly Cut[]): Promise<void> {
    if (this.kept !== undefined) return new PlainSource(Buffer.concat(this.kept, this.size)).cut(cuts);
    const last = Math.max(...cuts.map(({ end }) => end));
    let before = 0;
    await this.inflate(async (chunk) => {
      for (const range of cuts) {
        const part = partOf(chunk, before, range);
        if (part.length > 0) await range.take(part);
      }
      before += chunk.length;
      return before < last;
    });
  }

  private keep(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.body.limits.large) {
      this.body.place.take();
      this.kept = undefined;
    }
    this.kept?.push(chunk);
  }

  private inflate(onChunk: (chunk: Buffer) => unknown): Promise<void> {
    const { wire, encoding, limits } = this.body;
    return inflate({ wire, encoding, limit: limits.inflated }, onChunk);
  }
}
