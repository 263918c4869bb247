import { DAY_MS, HOUR_MS, SECOND_MS } from '@ml/units/time';
import type { SeriesValues } from './collected-rows';
import { significant } from './significant';
import { summariseMetric } from './summarise-metric';

/** Of a series; what is older than the last sample by more is left out. */
const MOST_SERIES_DAYS = 366;

export interface Samples {
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  /** Finite. */
  readonly values: readonly number[];
}

export interface HourlySeries {
  readonly metric_values: SeriesValues;
  /** Milliseconds since the epoch: the first full hour, and the end of the last one. */
  readonly start: number;
  readonly end: number;
  /** Older than the longest series that is kept. */
  readonly leftOut: number;
}

/** The mean of each hour from the first sample to the last, null in hours without one; aggregates are of the samples. Null when there is no sample. */
export const hourlyGrid = ({ times, values }: Samples): HourlySeries | null => {
  const last = times.at(-1);
  if (last === undefined) return null;
  const earliest = hourOf(last) - MOST_SERIES_DAYS * DAY_MS + HOUR_MS;
  const from = Math.max(0, times.findIndex((time) => time >= earliest));
  const kept = from === 0 ? values : values.slice(from);
  const start = hourOf(times[from] ?? last);
  const summary = summariseMetric(kept);
  if (summary === null) return null;
  const timeseries = means({ times: from === 0 ? times : times.slice(from), values: kept }, start);
  return { metric_values: { timeseries, step_seconds: HOUR_MS / SECOND_MS, ...summary, samples: kept.length }, start, end: start + timeseries.length * HOUR_MS, leftOut: from };
};

const hourOf = (time: number): number => Math.floor(time / HOUR_MS) * HOUR_MS;

/** A sample in each hour. */
const isHourly = (times: readonly number[], { start, hours }: { readonly start: number; readonly hours: number }): boolean => {
  if (times.length !== hours) return false;
  for (let hour = 0; hour < hours; hour += 1) if (Math.floor(((times[hour] as number) - start) / HOUR_MS) !== hour) return false;
  return true;
};

const means = ({ times, values }: Samples, start: number): readonly (number | null)[] => {
  const hours = (hourOf(times.at(-1) ?? start) - start) / HOUR_MS + 1;
  if (isHourly(times, { start, hours })) return values.map(significant);
  const sums = new Float64Array(hours);
  const counts = new Uint32Array(hours);
  for (let at = 0; at < times.length; at += 1) {
    const hour = Math.floor(((times[at] ?? start) - start) / HOUR_MS);
    sums[hour] = (sums[hour] ?? 0) + (values[at] ?? 0);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return Array.from(sums, (sum, hour) => (counts[hour] === 0 ? null : significant(sum / (counts[hour] ?? 1))));
};
