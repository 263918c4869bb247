import type { Series } from '@ml/state/observed/series';
import { rankOf, selectAt } from './select';

/** What was used of one resource, in the four numbers that estimates are made of. */
export interface Digest {
  readonly middle: number;
  /** The percentile that is asked for. */
  readonly wanted: number;
  readonly high: number;
  readonly peak: number;
}

export interface DigestOptions {
  readonly wanted: number;
  readonly lower: number;
  readonly upper: number;
}

/** Samples copied out of series, gaps left out; a buffer that grows and is used again. */
export class Samples {
  #values = new Float64Array(1_024);
  #length = 0;

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

  /** Of at least one sample. Reorders them. */
  digest({ wanted, lower, upper }: DigestOptions): Digest {
    let peak = 0;
    for (let sample = 0; sample < this.#length; sample += 1) peak = Math.max(peak, this.#values[sample] ?? 0);
    const ranks = { lower: rankOf(lower, this.#length), wanted: rankOf(wanted, this.#length), upper: rankOf(upper, this.#length) };
    const found = new Map<number, number>();
    let length = this.#length;
    // From the highest rank down, each among those that the one before left below it.
    for (const rank of [ranks.upper, ranks.wanted, ranks.lower].sort((one, other) => other - one)) {
      if (!found.has(rank)) found.set(rank, selectAt(this.#values, length, rank));
      length = rank + 1;
    }
    const at = (rank: number): number => found.get(rank) ?? 0;
    return { middle: at(ranks.lower), wanted: at(ranks.wanted), high: at(ranks.upper), peak };
  }

  #grow(room: number): void {
    const larger = new Float64Array(Math.max(room, this.#values.length * 2));
    larger.set(this.#values.subarray(0, this.#length));
    this.#values = larger;
  }
}
