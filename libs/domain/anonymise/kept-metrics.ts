import type { CollectionFault } from '@ml/contracts/collection';
import { DAY_MS } from '@ml/units/time';
import { isObject } from '../prices/is-object';
import type { AnonymiseContext } from './anonymise-context';
import { collectionFault, type CollectionFaultCode } from './collection-fault';
import type { MetricSummary } from './collected-rows';
import { hourlyGrid, type HourlySeries } from './hourly-grid';
import { keptName } from './kept-name';
import { PieceMemory } from './piece-memory';
import { readSamples, readValues } from './read-samples';
import { summariseMetric } from './summarise-metric';

const MOST_METRICS = 64;
const MOST_CHARACTERS = 100;
const OLD_MS = 366 * DAY_MS;

export interface NamedSeries {
  readonly name: string;
  readonly series: HourlySeries;
}

export interface KeptMetrics {
  readonly summary: Readonly<Record<string, MetricSummary>> | null;
  /** Of those that came with times. */
  readonly series: readonly NamedSeries[];
  readonly faults: readonly CollectionFault[];
}

interface ReadMetric {
  readonly summary: MetricSummary | null;
  readonly series: HourlySeries | null;
  readonly codes: readonly CollectionFaultCode[];
}

type MetricContext = Pick<AnonymiseContext, 'vocabulary' | 'completedAt'> & { readonly memory: PieceMemory };

/** A bad metric costs only itself. Named by its place: its name is a text of the caller. */
export const keptMetrics = (metrics: unknown, path: string, context: MetricContext): KeptMetrics => {
  if (metrics === undefined || metrics === null) return { summary: null, series: [], faults: [] };
  return isObject(metrics) ? readMetrics(metrics, path, context) : { summary: null, series: [], faults: [collectionFault(path, 'BAD_METRICS')] };
};

const readMetrics = (metrics: Readonly<Record<string, unknown>>, path: string, { vocabulary, completedAt, memory }: MetricContext): KeptMetrics => {
  const summary = new Map<string, MetricSummary>();
  const series: NamedSeries[] = [];
  const faults: CollectionFault[] = [];
  const given = Object.keys(metrics);
  for (let place = 0; place < Math.min(given.length, MOST_METRICS); place += 1) {
    const key = given[place] as string;
    const name = keptName(key, vocabulary, MOST_CHARACTERS);
    const read = name === null ? UNKNOWN : readMetric(metrics[key], completedAt, memory);
    for (const code of read.codes) faults.push(collectionFault(`${path}[${place}]`, code));
    if (name === null || read.summary === null) continue;
    summary.set(name, read.summary);
    if (read.series !== null) series.push({ name, series: read.series });
  }
  if (given.length > MOST_METRICS) faults.push(collectionFault(path, 'TOO_MANY_METRICS'));
  return { summary: summary.size === 0 ? null : Object.fromEntries(summary), series, faults };
};

const nothing = (code: CollectionFaultCode): ReadMetric => ({ summary: null, series: null, codes: [code] });
const UNKNOWN = nothing('UNKNOWN_METRIC');

const readMetric = (metric: unknown, until: number, memory: PieceMemory): ReadMetric => {
  if (Array.isArray(metric)) return readList(metric);
  if (!isObject(metric)) return nothing('BAD_METRIC');
  const { timestamps, values } = metric;
  if (!Array.isArray(timestamps) || !Array.isArray(values) || timestamps.length !== values.length) return nothing('BAD_METRIC');
  return readTimed({ timestamps, values }, until, memory);
};

const readList = (list: readonly unknown[]): ReadMetric => {
  const { values, bad } = readValues(list);
  const summary = summariseMetric(values);
  return { summary, series: null, codes: [...(bad > 0 ? (['BAD_SAMPLES'] as const) : []), ...(summary === null ? (['EMPTY_METRIC'] as const) : [])] };
};

interface TimedMetric {
  readonly timestamps: readonly unknown[];
  readonly values: readonly unknown[];
}

/** Of samples at their times, wherever they came from. `until`: nothing was measured later. */
export const readTimed = ({ timestamps, values }: TimedMetric, until: number, memory = new PieceMemory()): ReadMetric => {
  const { samples, bad, future } = readSamples(memory.timesOf(timestamps), values, until);
  const series = hourlyGrid(samples);
  const codes: CollectionFaultCode[] = [];
  if (bad > 0) codes.push('BAD_SAMPLES');
  if (future > 0) codes.push('FUTURE_SAMPLES');
  if (series === null) codes.push('EMPTY_METRIC');
  else if (series.leftOut > 0) codes.push('SERIES_TOO_LONG');
  if (series !== null && series.end < until - OLD_MS) codes.push('OLD_SERIES');
  return { summary: series === null ? null : summaryOf(series), series, codes };
};

const summaryOf = ({ metric_values: { avg, p50, p95, p99, trend } }: HourlySeries): MetricSummary => ({ avg, p50, p95, p99, trend });
