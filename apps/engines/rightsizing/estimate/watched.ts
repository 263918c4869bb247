import type { Reason } from '@ml/contracts/decision';
import type { Series } from '@ml/state/observed/series';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { LookBack } from '../look-back';
import type { Digest, DigestOptions, Samples } from './digest';
import type { Used } from './estimate';

export interface Watching {
  readonly lookBack: LookBack;
  readonly minSamples: number;
  readonly minHours: number;
  readonly shares: DigestOptions;
  /** Whether the peak is that of all samples sent, also of those before the look-back: what a container took when it started is not to be forgotten. */
  readonly wholePeak: boolean;
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
  const digests: Digest[] = [];
  const brief: Series[] = [];
  let count = 0;
  let largest = 0;
  for (const series of all) {
    samples.clear();
    samples.add(series, lookBack.from);
    count += samples.length;
    if (samples.length >= minSamples) digests.push(samples.digest(shares));
    else brief.push(series);
    largest = Math.max(largest, samples.length);
  }
  samples.clear();
  for (const series of brief) samples.add(series, lookBack.from);
  if (samples.length >= minSamples) digests.push(samples.digest(shares));
  if (count === 0) return { code: 'NO_USAGE', text: 'its usage was not measured' };
  const hours = hoursSeen(all, lookBack);
  if (digests.length === 0) return { code: 'TOO_FEW_SAMPLES', text: `${count} samples are fewer than ${minSamples}` };
  if (hours < minHours) return { code: 'TOO_FEW_SAMPLES', text: `it was watched for ${Math.floor(hours * 10) / 10} hours, less than ${minHours}` };
  const peak = Math.max(peakOf(all, watching.wholePeak ? 0 : lookBack.from), 0);
  return { digest: { ...largestOf(digests), peak }, days: Math.min(hours * HOUR_MS, Math.max(largest, samples.length) * lookBack.stepMs) / DAY_MS };
};

const largestOf = (digests: readonly Digest[]): Digest =>
  digests.reduce((one, other) => ({
    middle: Math.max(one.middle, other.middle),
    wanted: Math.max(one.wanted, other.wanted),
    high: Math.max(one.high, other.high),
    peak: Math.max(one.peak, other.peak),
  }));

const peakOf = (all: readonly Series[], from: number): number => {
  let peak = 0;
  for (const series of all) for (let at = from; at < series.length; at += 1) peak = Math.max(peak, series[at] ?? 0);
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
