import { instantMs } from '../prices/instant';
import type { Samples } from './hourly-grid';

/** A larger size is no measurement, and sums of such overflow. */
const MOST = 1e15;

export interface ReadValues {
  readonly values: readonly number[];
  /** What is no finite number. */
  readonly bad: number;
}

const isSample = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MOST;

/** The samples of a list without times, in its order. */
export const readValues = (list: readonly unknown[]): ReadValues => {
  const values = list.filter(isSample);
  return { values, bad: list.length - values.length };
};

export interface ReadSamples {
  /** In the order of time. */
  readonly samples: Samples;
  /** Samples without a time, or that are neither null nor a finite number. */
  readonly bad: number;
  /** Later than they can be. */
  readonly future: number;
}

/** The samples of two lists of equal length; null is a gap. `until` in milliseconds since the epoch: nothing was measured later. */
export const readSamples = (timestamps: readonly unknown[], list: readonly unknown[], until: number): ReadSamples => {
  const pairs: { readonly time: number; readonly value: number }[] = [];
  let [bad, future] = [0, 0];
  for (const [at, value] of list.entries()) {
    if (value === null) continue;
    const time = timeOf(timestamps[at]);
    if (!isSample(value) || time === null) bad += 1;
    else if (time > until) future += 1;
    else pairs.push({ time, value });
  }
  pairs.sort((a, b) => a.time - b.time);
  return { samples: { times: pairs.map(({ time }) => time), values: pairs.map(({ value }) => value) }, bad, future };
};

/** From 1970 on. */
const timeOf = (text: unknown): number | null => {
  const time = typeof text === 'string' ? instantMs(text) : null;
  return time === null || time < 0 ? null : time;
};
