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

/** The bytes of a body, inflated, that can be walked through and cut. */
export interface BodySource {
  /** Once, from the beginning to the end, in pieces. */
  walk(visit: (chunk: Uint8Array) => void): Promise<void>;
  /** Hands out some ranges, piece by piece. Only after `walk`. */
  cut(cuts: readonly Cut[]): Promise<void>;
}

/** How much is looked at before other requests get their turn: about 3 ms. */
const PIECE = 1024 * 1024;

const inTurns = async (bytes: Uint8Array, visit: (piece: Uint8Array) => void | Promise<void>): Promise<void> => {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (at > 0) await nextTurn();
    await visit(bytes.subarray(at, at + PIECE));
  }
};

/** A body that came uncompressed. */
export class PlainSource implements BodySource {
  constructor(private readonly bytes: Uint8Array) {}

  walk(visit: (chunk: Uint8Array) => void): Promise<void> {
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

  walk(visit: (chunk: Uint8Array) => void): Promise<void> {
    return this.inflate((chunk) => {
      this.keep(chunk);
      visit(chunk);
    });
  }

  async cut(cuts: readonly Cut[]): Promise<void> {
    if (this.kept !== undefined) return new PlainSource(Buffer.concat(this.kept, this.size)).cut(cuts);
    const last = Math.max(...cuts.map(({ end }) => end));
    let before = 0;
    await this.inflate(async (chunk) => {
      const after = before + chunk.length;
      for (const { start, end, take } of cuts) {
        if (start < after && end > before) await take(chunk.subarray(Math.max(0, start - before), end - before));
      }
      before = after;
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
