import { ascending } from './ascending';
import type { MetricSummary } from './collected-rows';
import { metricTrend } from './metric-trend';
import { significant } from './significant';

const [MEDIAN, P95, P99] = [0.5, 0.95, 0.99];

/** Aggregates of the values in their order, percentiles between neighbours; 3 significant digits. Finite values; null when there is none. */
export const summariseMetric = (values: readonly number[]): MetricSummary | null => {
  if (values.length === 0) return null;
  const sorted = ascending(values);
  return {
    avg: significant(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    p50: significant(percentile(sorted, MEDIAN)),
    p95: significant(percentile(sorted, P95)),
    p99: significant(percentile(sorted, P99)),
    trend: metricTrend(values, sorted),
  };
};

const percentile = (sorted: readonly number[], share: number): number => {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place));
};
