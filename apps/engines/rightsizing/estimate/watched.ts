import type { Reason } from '@ml/contracts/decision';
import type { Series } from '@ml/state/observed/series';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { LookBack } from '../look-back';
import { NOTHING_USED, type Digest, type DigestOptions, type Samples } from './digest';
import type { Used } from './estimate';

export interface Watching {
  readonly lookBack: LookBack;
  readonly minSamples: number;
  readonly minHours: number;
  readonly shares: DigestOptions;
  /** Whether the peak is also that of the first hour of every pod that started within the series, however long ago: what it takes to start is not to be forgotten. */
  readonly startsCount: boolean;
  readonly samples: Samples;
}

/**
 * What all pods of one container used of one resource, or why nobody can tell.
 * All pods get the same request, so the busiest one counts: of each statistic the largest over the pods, which no average can hide. Pods that were seen
 * too briefly for a percentile of their own are taken together, and count once together they were seen for long enough; their peaks always count.
 */
export const watched = (all: readonly Series[], watching: Watching): Used | Reason => {
  const { lookBack, samples, shares, minSamples, minHours } = watching;
  if (all.some(({ length }) => length > lookBack.most)) return { code: 'SERIES_MISMATCH', text: `it has more samples than the ${lookBack.most} that the window holds, so nobody knows when they were taken` };
  const brief: Series[] = [];
  let digest: Digest = NOTHING_USED;
  let count = 0;
  let longest = 0;
  const look = (series: Series | null): void => {
    if (samples.length >= minSamples) digest = samples.raise(digest, shares);
    else if (series !== null) brief.push(series);
    longest = Math.max(longest, samples.length);
  };
  for (const series of all) {
    samples.clear();
    samples.add(series, lookBack.from);
    count += samples.length;
    look(series);
  }
  samples.clear();
  for (const series of brief) samples.add(series, lookBack.from);
  look(null);
  if (count === 0) return { code: 'NO_USAGE', text: 'its usage was not measured' };
  if (digest === NOTHING_USED) return { code: 'TOO_FEW_SAMPLES', text: `${count} samples are fewer than ${minSamples}` };
  const hours = hoursSeen(all, lookBack);
  if (hours < minHours) return { code: 'TOO_FEW_SAMPLES', text: `it was watched for ${Math.floor(hours * 10) / 10} hours, less than ${minHours}` };
  const started = watching.startsCount && lookBack.from > 0 ? highestStart(all, lookBack) : 0;
  const peak = brief.reduce((most, series) => Math.max(most, highest(series, lookBack.from, series.length)), Math.max(digest.peak, started));
  return { digest: { ...digest, peak }, days: Math.min(hours * HOUR_MS, longest * lookBack.stepMs) / DAY_MS };
};

/** One that is there from the first sample on was there before: it was not seen to start. */
const highestStart = (all: readonly Series[], { from, stepMs }: LookBack): number => {
  let peak = 0;
  for (const series of all) {
    const first = series.findIndex(isSample);
    if (first > 0) peak = Math.max(peak, highest(series, first, Math.min(from, first + Math.ceil(HOUR_MS / stepMs))));
  }
  return peak;
};

const highest = (series: Series, from: number, to: number): number => {
  let peak = 0;
  for (let at = from; at < to; at += 1) {
    const sample = series[at] ?? 0;
    if (sample > peak) peak = sample;
  }
  return peak;
};

const isSample = (sample: number | null | undefined): boolean => sample !== null && sample !== undefined;

/** From the first sample of any to the last of any. */
const hoursSeen = (all: readonly Series[], { from, stepMs }: LookBack): number => {
  let first = Number.MAX_SAFE_INTEGER;
  let last = -1;
  for (const series of all) {
    let start = from;
    while (start < series.length && !isSample(series[start])) start += 1;
    if (start >= series.length) continue;
    let end = series.length - 1;
    while (!isSample(series[end])) end -= 1;
    first = Math.min(first, start);
    last = Math.max(last, end);
  }
  return last < 0 ? 0 : ((last - first + 1) * stepMs) / HOUR_MS;
};
