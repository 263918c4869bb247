import type { Series } from '@ml/state/observed/series';
import { rankOf, selectAt } from '@ml/engine-kernel/select';

/** What was used of one resource, in the four numbers that estimates are made of. */
export interface Digest {
  readonly middle: number;
  /** The percentile that is asked for. */
  readonly wanted: number;
  readonly high: number;
  readonly peak: number;
}

/** Smaller than any. */
export const NOTHING_USED: Digest = { middle: -1, wanted: -1, high: -1, peak: 0 };

/** Shares of all samples, in this order from the largest down: `upper`, `wanted`, `lower`. */
export interface DigestOptions {
  readonly wanted: number;
  readonly lower: number;
  readonly upper: number;
}

/** Samples copied out of series, gaps left out; a buffer that grows and is used again. */
export class Samples {
  #values = new Float64Array(1_024);
  #length = 0;
  #left = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  add(series: Series, from: number): void {
    const room = this.#length + series.length;
    if (room > this.#values.length) this.#grow(room);
    const values = this.#values;
    let length = this.#length;
    for (let at = from; at < series.length; at += 1) {
      const sample = series[at];
      if (sample !== null && sample !== undefined) {
        values[length] = sample;
        length += 1;
      }
    }
    this.#length = length;
  }

  /** The larger of each: of what is known already, and of these samples. Most pods are not the busiest, and counting shows it; only then is it worth selecting. Reorders them. */
  raise(known: Digest, { lower, wanted, upper }: DigestOptions): Digest {
    const above = this.#countAbove(known);
    if (above.middle + above.wanted + above.high === 0 && above.peak <= known.peak) return known;
    this.#left = this.#length;
    const high = this.#raised(known.high, upper, above.high);
    const most = this.#raised(known.wanted, wanted, above.wanted);
    return { middle: this.#raised(known.middle, lower, above.middle), wanted: most, high, peak: Math.max(known.peak, above.peak) };
  }

  /** From the highest share down: what one leaves before itself is all that the next has to look at. */
  #raised(value: number, share: number, count: number): number {
    const rank = rankOf(share, this.#length);
    if (count < this.#length - rank) return value;
    const left = this.#left;
    this.#left = rank + 1;
    return left === rank + 1 && left < this.#length ? (this.#values[rank] ?? 0) : selectAt(this.#values, left, rank);
  }

  /** How many samples are larger than each, and the largest sample. */
  #countAbove({ middle, wanted, high }: Digest): Digest {
    const values = this.#values;
    const length = this.#length;
    let aboveMiddle = 0;
    let aboveWanted = 0;
    let aboveHigh = 0;
    let peak = 0;
    for (let at = 0; at < length; at += 1) {
      const sample = values[at] ?? 0;
      // Counted only where it can matter: most samples are above none of them.
      if (sample <= middle) continue;
      aboveMiddle += 1;
      if (sample > wanted) aboveWanted += 1;
      if (sample > high) aboveHigh += 1;
      if (sample > peak) peak = sample;
    }
    return { middle: aboveMiddle, wanted: aboveWanted, high: aboveHigh, peak };
  }

  #grow(room: number): void {
    const larger = new Float64Array(Math.max(room, this.#values.length * 2));
    larger.set(this.#values.subarray(0, this.#length));
    this.#values = larger;
  }
}
