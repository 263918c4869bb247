/** What an `anomaly_detector` sees of the newest sample of a series, in this order: how far it is from what the last day was like, in deviations of that day. */
export const ANOMALY_FEATURES = ['from_day_mean', 'from_hour_mean', 'from_previous', 'from_same_time', 'hour_from_day', 'hour_over_day_spread'] as const;

/** Beyond it one deviation more says nothing. */
const MOST = 50;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

export interface NewestSample {
  /** Oldest first; NaN where there is none. */
  readonly samples: Float64Array;
  /** Place of the sample that is judged; what comes after it is not looked at. */
  readonly at: number;
  readonly stepSeconds: number;
}

/** Null: the sample is missing, or there is less than a day before it. */
export const anomalyFeatures = ({ samples, at, stepSeconds }: NewestSample): readonly number[] | null => {
  const day = Math.max(2, Math.round(DAY_SECONDS / stepSeconds));
  const hour = Math.max(2, Math.round(HOUR_SECONDS / stepSeconds));
  const value = samples[at] ?? Number.NaN;
  if (Number.isNaN(value) || at < day) return null;
  const lastDay = momentsOf(samples, at - day, at);
  const lastHour = momentsOf(samples, at - hour + 1, at + 1);
  const before = samples[at - 1] ?? Number.NaN;
  const sameTime = momentsOf(samples, Math.max(0, at - day - 1), at - day + 2);
  const deviations = (apart: number): number => bounded(apart / Math.max(lastDay.std, 1e-6 * Math.abs(lastDay.mean), Number.MIN_VALUE));
  return [
    deviations(value - lastDay.mean),
    deviations(value - lastHour.mean),
    deviations(value - before),
    deviations(value - sameTime.mean),
    deviations(lastHour.mean - lastDay.mean),
    deviations(lastHour.std),
  ];
};

const bounded = (value: number): number => Math.min(MOST, Math.max(-MOST, value));

/** Of the known samples from `from` until before `to`; NaN when there is none. */
const momentsOf = (samples: Float64Array, from: number, to: number): { readonly mean: number; readonly std: number } => {
  let [count, sum] = [0, 0];
  for (let at = from; at < to; at += 1) {
    const sample = samples[at] ?? Number.NaN;
    if (Number.isNaN(sample)) continue;
    count += 1;
    sum += sample;
  }
  const mean = sum / count;
  let squares = 0;
  for (let at = from; at < to; at += 1) {
    const apart = (samples[at] ?? Number.NaN) - mean;
    if (!Number.isNaN(apart)) squares += apart * apart;
  }
  return { mean, std: Math.sqrt(squares / count) };
};
