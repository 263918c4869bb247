import { isObject } from '../prices/is-object';
import { jsonObject } from './json-object';
import { known } from './known';

/** Numbers that a `waste_predictor` sees of a resource, in this order. */
export const WASTE_NUMBERS = [
  'resource_age_days',
  'cost_monthly',
  'cost_variance_pct',
  'cpu_avg',
  'cpu_p95',
  'memory_avg',
  'memory_p95',
  'network_avg',
  'disk_avg',
  'requests_avg',
  'metrics_count',
  'tags_count',
  'created_hour_of_day',
  'created_day_of_week',
  'is_weekend',
  'is_business_hours',
] as const;

/** Texts that it sees, in this order. */
export const WASTE_TEXTS = ['resource_type', 'provider', 'region_anonymized', 'detection_scenario', 'confidence_level', 'parent_resource_type', 'parent_resource_state'] as const;

/** A row of collected training data, its fields by these names; objects may also be JSON texts. */
export type CollectedResource = Readonly<Record<string, unknown>>;

export interface WasteFeatures {
  /** NaN where something is unknown. */
  readonly numbers: readonly number[];
  /** Empty where something is unknown. */
  readonly texts: readonly string[];
}

export const wasteFeatures = (resource: CollectedResource): WasteFeatures => {
  const metrics = jsonObject(resource['metrics_summary']);
  const times = jsonObject(resource['temporal_features']);
  const tags = jsonObject(resource['tags_anonymized'] ?? resource['tags']);
  const metric = (word: string, aggregate: string): number => metricOf(metrics, word, aggregate);
  return {
    numbers: [
      ...['resource_age_days', 'cost_monthly', 'cost_variance_pct'].map((name) => numberOf(resource[name])),
      metric('cpu', 'avg'),
      metric('cpu', 'p95'),
      metric('mem', 'avg'),
      metric('mem', 'p95'),
      metric('network', 'avg'),
      metric('disk', 'avg'),
      metric('request', 'avg'),
      known(metrics === null ? null : Object.keys(metrics).length),
      known(tags === null ? null : Object.keys(tags).length),
      ...['created_hour_of_day', 'created_day_of_week', 'is_weekend', 'is_business_hours'].map((name) => numberOf(times?.[name] ?? resource[name])),
    ],
    texts: WASTE_TEXTS.map((name) => textOf(resource[name])),
  };
};

const numberOf = (value: unknown): number => {
  if (typeof value === 'boolean') return Number(value);
  if (value === null || value === undefined || value === '') return Number.NaN;
  return value === 'true' ? 1 : value === 'false' ? 0 : Number(value);
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Of what may be or could be used, not of what is: `CPUCreditBalance` stands before `CPUUtilization`. */
const NO_USE = /credit|surplus|count|limit|capacity|alloc|provision|reserv/;
/** Percent say the same of all sizes. */
const IN_PERCENT = /util|percent|pct/;

/** Of the first metric, in percent if there is one, that has this word in its name: `{cpu_utilization: {avg, p95}}`, or `{avg_cpu: 3}`. */
const metricOf = (metrics: CollectedResource | null, word: string, aggregate: string): number => {
  const found = Object.keys(metrics ?? {}).filter((name) => name.toLowerCase().includes(word)).sort();
  const used = word === 'request' ? found : found.filter((name) => !NO_USE.test(name.toLowerCase()));
  const names = used.toSorted((one, other) => Number(IN_PERCENT.test(other.toLowerCase())) - Number(IN_PERCENT.test(one.toLowerCase())));
  for (const name of names) {
    const value = metrics?.[name];
    const inner = isObject(value) ? numberOf(value[aggregate]) : name.toLowerCase().includes(aggregate) ? numberOf(value) : Number.NaN;
    if (!Number.isNaN(inner)) return inner;
  }
  return Number.NaN;
};
