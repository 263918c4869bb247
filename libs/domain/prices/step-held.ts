import { roundTo } from '@ml/units/money';
import { HOUR_MS } from '@ml/units/time';

/** A week of hours: what volatility is measured over. */
export const HISTORY_HOURS = 168;
/** Under a day of history the variation says more about the hole than about the market. */
export const MIN_HISTORY_HOURS = 24;
const CV_DIGITS = 6;

/** Changes of one pool's price, oldest first; the two lists run in parallel. */
export interface PriceChanges {
  /** Milliseconds since the epoch, ascending. */
  readonly at: readonly number[];
  /** USD an hour. */
  readonly price: readonly number[];
}

export interface HeldFeatures {
  readonly price: number;
  readonly price_since: number;
  readonly cv_168h: number | null;
  readonly history_hours: number;
}

/**
 * What the changes say at `asOf`. Only changes are ever reported, so a price holds until the next one.
 * The samples stand at the full hours `asOf - 168 h` ... `asOf - 1 h`; an hour before the first change has none.
 * Null when nothing was known at `asOf`.
 */
export const heldFeatures = (changes: PriceChanges, asOf: number): HeldFeatures | null => {
  const last = lastAtOrBefore(changes.at, asOf);
  const price = changes.price[last];
  const since = changes.at[last];
  if (price === undefined || since === undefined) return null;
  const samples = hourlySamples(changes, asOf);
  return {
    price,
    price_since: since,
    cv_168h: samples.length < MIN_HISTORY_HOURS ? null : roundTo(coefficientOfVariation(samples), CV_DIGITS),
    history_hours: samples.length,
  };
};

/** Step-held prices at the full hours before `asOf`, oldest first. */
export const hourlySamples = (changes: PriceChanges, asOf: number): readonly number[] => {
  const samples: number[] = [];
  let index = -1;
  for (let hour = asOf - HISTORY_HOURS * HOUR_MS; hour < asOf; hour += HOUR_MS) {
    while ((changes.at[index + 1] ?? Infinity) <= hour) index += 1;
    const price = changes.price[index];
    if (price !== undefined) samples.push(price);
  }
  return samples;
};

const lastAtOrBefore = (times: readonly number[], instant: number): number => {
  let index = times.length - 1;
  while (index >= 0 && (times[index] ?? Infinity) > instant) index -= 1;
  return index;
};

/** Standard deviation of the whole population over its mean. Two passes: a constant price gives exactly 0. */
const coefficientOfVariation = (samples: readonly number[]): number => {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  if (samples.every((value) => value === samples[0])) return 0;
  const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples.length;
  return Math.sqrt(variance) / mean;
};
