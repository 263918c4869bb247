import { hourlyMeans } from './hourly-means';
import { autocorrelation, dailyProfile, meanOf, trendPerDay, weekendRatio } from './hourly-rhythm';
import { rankOf, selectAt } from './select';

/** What a `resource_forecaster` sees of one series of usage, in this order. Everything is relative to the 95th percentile of the window, so that cores and bytes are alike. */
export const USAGE_FEATURES = [
  'history_days',
  'step_minutes',
  'p50_over_p95',
  'p99_over_p95',
  'max_over_p95',
  'mean_over_p95',
  'std_over_p95',
  'first_third_over_mean',
  'last_third_over_mean',
  'last_day_over_mean',
  'last_hour_over_p95',
  'trend_per_day',
  'daily_profile',
  'hour_autocorrelation',
  'weekend_over_weekday',
  'idle_share',
  'is_memory',
] as const;

export interface UsageSeries {
  /** One a step, oldest first; null where the collector has a gap. */
  readonly samples: ArrayLike<number | null>;
  readonly stepSeconds: number;
  /** Of the first sample, milliseconds since the epoch: weekends are those of UTC. */
  readonly start: number;
  readonly resource: 'cpu' | 'memory';
}

export interface UsageRow {
  /** The 95th percentile of what was observed: the model's answer is a multiple of it. */
  readonly p95: number;
  readonly features: readonly number[];
}

/** Under a day nothing is said about days. */
const MIN_HOURS = 24;
const IDLE_SHARE = 0.01;

/** One row for the model; NaN where something is unknown. Null: less than a day was seen, or nothing was ever used. */
export const usageRow = (series: UsageSeries): UsageRow | null => {
  const known = knownSamples(series.samples);
  const hours = hourlyMeans(series);
  if (hours.known < MIN_HOURS || known.length === 0) return null;
  const [p99, p95, p50] = percentiles(known);
  if (p95 === undefined || p95 <= 0) return null;
  const { mean, std, max, idle } = spread(known, p95);
  const days = hours.means.length / 24;
  const over = (value: number | undefined): number => (value ?? Number.NaN) / p95;
  return {
    p95,
    features: [
      days,
      series.stepSeconds / 60,
      over(p50),
      over(p99),
      over(max),
      over(mean),
      over(std),
      meanOf(hours, 0, Math.floor(hours.means.length / 3)) / mean,
      meanOf(hours, Math.ceil((2 * hours.means.length) / 3), hours.means.length) / mean,
      meanOf(hours, hours.means.length - 24, hours.means.length) / mean,
      over(hours.means[hours.means.length - 1]),
      trendPerDay(hours) / mean,
      dailyProfile(hours),
      autocorrelation(hours),
      weekendRatio(hours, series.start),
      idle,
      series.resource === 'memory' ? 1 : 0,
    ],
  };
};

const knownSamples = (samples: ArrayLike<number | null>): Float64Array => {
  const known = new Float64Array(samples.length);
  let count = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at];
    if (sample === null || sample === undefined || Number.isNaN(sample)) continue;
    known[count] = sample;
    count += 1;
  }
  return known.subarray(0, count);
};

/** From the highest down: what one leaves before itself is all that the next has to look at. */
const percentiles = (values: Float64Array): readonly number[] => {
  let left = values.length;
  return [0.99, 0.95, 0.5].map((share) => {
    const rank = rankOf(share, values.length);
    const value = selectAt(values, left, rank);
    left = rank + 1;
    return value;
  });
};

const spread = (values: Float64Array, p95: number): { mean: number; std: number; max: number; idle: number } => {
  let sum = 0;
  let max = 0;
  let idle = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    sum += value;
    if (value > max) max = value;
    if (value < IDLE_SHARE * p95) idle += 1;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) squares += ((values[at] ?? 0) - mean) ** 2;
  return { mean, std: Math.sqrt(squares / values.length), max, idle: idle / values.length };
};
