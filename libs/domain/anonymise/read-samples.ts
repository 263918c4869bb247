import type { Samples } from './hourly-grid';
import type { PostedTimes } from './posted-times';

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
export const readSamples = (posted: PostedTimes, list: readonly unknown[], until: number): ReadSamples => whole(posted, list, until) ?? oneByOne(posted, list, until);

/** As nearly all come: a number for each time, in their order. Null: they do not. */
const whole = ({ times, inOrder }: PostedTimes, list: readonly unknown[], until: number): ReadSamples | null =>
  inOrder && (times.at(-1) ?? 0) <= until && list.every(isSample) ? { samples: { times: times as readonly number[], values: list }, bad: 0, future: 0 } : null;

const oneByOne = (posted: PostedTimes, list: readonly unknown[], until: number): ReadSamples => {
  const times: number[] = [];
  const values: number[] = [];
  let [bad, future] = [0, 0];
  for (let at = 0; at < list.length; at += 1) {
    const value = list[at];
    if (value === null) continue;
    const time = posted.times[at] ?? null;
    if (!isSample(value) || time === null || time < 0) bad += 1;
    else if (time > until) future += 1;
    else {
      times.push(time);
      values.push(value);
    }
  }
  return { samples: sorted({ times, values }), bad, future };
};

/** Most come in the order of time. */
const sorted = ({ times, values }: Samples): Samples => {
  if (times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))) return { times, values };
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  return { times: order.map((at) => times[at] ?? 0), values: order.map((at) => values[at] ?? 0) };
};
