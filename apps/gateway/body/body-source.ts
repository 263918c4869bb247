import type { BodyLimits } from './body-limits';
import { inflate, type ContentEncoding } from './inflate';
import type { LargeBodyPlace } from './large-bodies';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The bytes of a body, inflated, that can be walked through and cut. */
export interface BodySource {
  /** Once, from the beginning to the end, in pieces. */
  walk(visit: (chunk: Uint8Array) => void): Promise<void>;
  /** Copies or views of some ranges, given in ascending order. Only after `walk`. */
  cut(ranges: readonly Range[]): Promise<readonly Uint8Array[]>;
}

/** How much is looked at before other requests get their turn: about 3 ms. */
const PIECE = 1024 * 1024;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A body that came uncompressed. */
export class PlainSource implements BodySource {
  constructor(private readonly bytes: Uint8Array) {}

  async walk(visit: (chunk: Uint8Array) => void): Promise<void> {
    for (let at = 0; at < this.bytes.length; at += PIECE) {
      if (at > 0) await nextTurn();
      visit(this.bytes.subarray(at, at + PIECE));
    }
  }

  cut(ranges: readonly Range[]): Promise<readonly Uint8Array[]> {
    return Promise.resolve(ranges.map(({ start, end }) => this.bytes.subarray(start, end)));
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
 * more to be cut, so that a bomb costs no memory and a valid body is held once, not twice.
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

  async cut(ranges: readonly Range[]): Promise<readonly Uint8Array[]> {
    if (this.kept !== undefined) return new PlainSource(Buffer.concat(this.kept, this.size)).cut(ranges);
    const cuts = ranges.map(({ start, end }) => ({ start, bytes: Buffer.allocUnsafeSlow(end - start) }));
    let before = 0;
    await this.inflate((chunk) => {
      for (const { start, bytes } of cuts) copyOverlap(chunk, before - start, bytes);
      before += chunk.length;
    });
    return cuts.map(({ bytes }) => bytes);
  }

  private keep(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.body.limits.large) {
      this.body.place.take();
      this.kept = undefined;
    }
    this.kept?.push(chunk);
  }

  private inflate(onChunk: (chunk: Buffer) => void): Promise<void> {
    const { wire, encoding, limits } = this.body;
    return inflate({ wire, encoding, limit: limits.inflated }, onChunk);
  }
}

/** `offset`: where the chunk begins, counted from the beginning of the target. */
const copyOverlap = (chunk: Buffer, offset: number, target: Buffer): void => {
  const from = Math.max(0, -offset);
  if (from < chunk.length && offset < target.length) chunk.copy(target, Math.max(0, offset), from);
};
