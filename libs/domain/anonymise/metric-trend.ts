import { ascending } from './ascending';
import type { MetricTrend } from './collected-rows';

/** Fewer say nothing of where they go. */
const LEAST_SAMPLES = 4;
const THIRD = 3;
/** Rank correlation with time from which on a series goes somewhere. */
const DIRECTED = 0.5;
/** Of the mean size: a smaller way from the first third to the last is none. */
const WORTH_SAYING = 0.1;
/** Standard deviation over mean size from which on a series is volatile. */
const VOLATILE = 0.5;

/**
 * `increasing`, `decreasing`: the values follow time (Spearman's rank correlation of 0.5 or more, so no single peak makes a trend),
 * and the median of the last third is away from that of the first by a tenth of the mean size or more.
 * Else `volatile` when they scatter by half of their mean size or more, else `stable`; `stable` below four values.
 * Multiplied by a positive factor the trend stays; reversed or negated, increasing and decreasing change places.
 */
export const metricTrend = (values: readonly number[], sorted: readonly number[]): MetricTrend => {
  const count = values.length;
  if (count < LEAST_SAMPLES) return 'stable';
  const size = sorted.reduce((sum, value) => sum + Math.abs(value), 0) / count;
  if (size === 0) return 'stable';
  const third = Math.floor(count / THIRD);
  const way = median(values.slice(count - third)) - median(values.slice(0, third));
  if (Math.abs(way) >= WORTH_SAYING * size) {
    const correlation = rankCorrelation(values, sorted);
    if (correlation >= DIRECTED && way > 0) return 'increasing';
    if (correlation <= -DIRECTED && way < 0) return 'decreasing';
  }
  return deviation(sorted) >= VOLATILE * size ? 'volatile' : 'stable';
};

const median = (values: readonly number[]): number => {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

/** From the sorted values, so that the order in which they came changes no bit of it. */
const deviation = (sorted: readonly number[]): number => {
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
};

/** Of the ranks with the places; equal values share their mean rank. 0 when all are equal. */
const rankCorrelation = (values: readonly number[], sorted: readonly number[]): number => {
  const centre = (values.length - 1) / 2;
  let [together, ofRanks, ofPlaces] = [0, 0, 0];
  // Written out: an iterator makes more garbage here than all the rest of reading a scan.
  for (let place = 0; place < values.length; place += 1) {
    const rank = rankOf(values[place] as number, sorted);
    together += (rank - centre) * (place - centre);
    ofRanks += (rank - centre) ** 2;
    ofPlaces += (place - centre) ** 2;
  }
  return ofRanks === 0 ? 0 : together / Math.sqrt(ofRanks * ofPlaces);
};

/** From 0 on. Most values are there once, and are found with one search. */
const rankOf = (value: number, sorted: readonly number[]): number => {
  const below = countBelow(sorted, value);
  return sorted[below + 1] === value ? (below + countUpTo(sorted, value) - 1) / 2 : below;
};

/** How many of the sorted values are smaller. */
const countBelow = (sorted: readonly number[], value: number): number => {
  let [from, until] = [0, sorted.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((sorted[middle] as number) < value) from = middle + 1;
    else until = middle;
  }
  return from;
};

/** How many of the sorted values are not larger. */
const countUpTo = (sorted: readonly number[], value: number): number => {
  let [from, until] = [0, sorted.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((sorted[middle] as number) <= value) from = middle + 1;
    else until = middle;
  }
  return from;
};
