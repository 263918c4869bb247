/** Means of the samples by the hour since the first one; NaN for an hour without any. */
export interface HourlyMeans {
  readonly means: Float64Array;
  /** Hours with a sample. */
  readonly known: number;
}

const HOUR_SECONDS = 3_600;

/** A sample longer than an hour stands in the hour in which it begins and in all that it covers. */
export const hourlyMeans = ({ samples, stepSeconds }: { readonly samples: ArrayLike<number | null>; readonly stepSeconds: number }): HourlyMeans => {
  const hours = Math.ceil((samples.length * stepSeconds) / HOUR_SECONDS);
  const sums = new Float64Array(hours);
  const counts = new Float64Array(hours);
  const covered = Math.max(1, Math.floor(stepSeconds / HOUR_SECONDS));
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at];
    if (sample === null || sample === undefined || Number.isNaN(sample)) continue;
    const first = Math.floor((at * stepSeconds) / HOUR_SECONDS);
    for (let hour = first; hour < first + covered; hour += 1) {
      sums[hour] = (sums[hour] ?? 0) + sample;
      counts[hour] = (counts[hour] ?? 0) + 1;
    }
  }
  return divided(sums, counts);
};

/** Makes the sums means. */
const divided = (sums: Float64Array, counts: Float64Array): HourlyMeans => {
  let known = 0;
  for (let hour = 0; hour < sums.length; hour += 1) {
    const count = counts[hour] ?? 0;
    if (count > 0) known += 1;
    sums[hour] = count > 0 ? (sums[hour] ?? 0) / count : Number.NaN;
  }
  return { means: sums, known };
};
