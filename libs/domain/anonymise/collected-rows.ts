import { numberText } from './number-text';

/** What is kept of one metric: nothing that could tell a resource from its like. Values have 3 significant digits. */
export interface MetricSummary {
  readonly avg: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly trend: MetricTrend;
}

export const METRIC_TRENDS = ['increasing', 'decreasing', 'stable', 'volatile'] as const;
export type MetricTrend = (typeof METRIC_TRENDS)[number];

/** An hourly series: each value is the mean of its hour, null: no sample in it. */
export interface SeriesValues extends MetricSummary {
  readonly timeseries: readonly (number | null)[];
  readonly step_seconds: number;
  /** That came. */
  readonly samples: number;
}

/** When a resource was made, by the clock of its region. */
export interface TemporalFeatures {
  readonly created_hour_of_day: number;
  /** 1: Monday. */
  readonly created_day_of_week: number;
  readonly created_day_of_month: number;
  readonly is_weekend: boolean;
  /** 9 to 18 from Monday to Friday. */
  readonly is_business_hours: boolean;
}

export type KeptConfig = Readonly<Record<string, string | number | boolean>>;
export type KeptTags = Readonly<Record<string, string>>;

/** A row of `ml_training_data`, but for what the database fills in. Times are RFC 3339 in UTC. */
export interface TrainingRow {
  readonly account_hash: string;
  readonly resource_hash: string;
  /** A hash. */
  readonly scan_id: string;
  readonly resource_type: string;
  readonly provider: string;
  readonly region_anonymized: string;
  readonly resource_age_days: number;
  readonly detection_scenario: string;
  readonly confidence_level: string;
  readonly metrics_summary: Readonly<Record<string, MetricSummary>> | null;
  /** USD with 4 decimals. */
  readonly cost_monthly: number;
  readonly resource_config: KeptConfig | null;
  readonly tags_anonymized: KeptTags | null;
  readonly parent_resource_hash: string | null;
  readonly parent_resource_type: string | null;
  readonly parent_resource_state: string | null;
  readonly temporal_features: TemporalFeatures | null;
  readonly detected_at: string;
}

/** A row of `cloudwatch_metrics_history`, but for what the database fills in. */
export interface SeriesRow {
  readonly account_hash: string | null;
  readonly resource_hash: string;
  readonly scan_id: string | null;
  readonly resource_type: string;
  readonly provider: string;
  readonly metric_name: string;
  readonly metric_values: SeriesValues;
  readonly aggregation_period: 'hourly';
  readonly start_date: string;
  readonly end_date: string;
}

/** In the order in which COPY takes them. */
export const TRAINING_COLUMNS = [
  'account_hash',
  'resource_hash',
  'scan_id',
  'resource_type',
  'provider',
  'region_anonymized',
  'resource_age_days',
  'detection_scenario',
  'confidence_level',
  'metrics_summary',
  'cost_monthly',
  'resource_config',
  'tags_anonymized',
  'parent_resource_hash',
  'parent_resource_type',
  'parent_resource_state',
  'temporal_features',
  'detected_at',
] as const satisfies readonly (keyof TrainingRow)[];

/** In the order in which COPY takes them. */
export const SERIES_COLUMNS = [
  'account_hash',
  'resource_hash',
  'scan_id',
  'resource_type',
  'provider',
  'metric_name',
  'metric_values',
  'aggregation_period',
  'start_date',
  'end_date',
] as const satisfies readonly (keyof SeriesRow)[];

type CopyValue = string | number | null;

/** Objects as JSON text. */
const jsonText = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/** In the order of `TRAINING_COLUMNS`; written out, because a scan has a million of them. */
export const trainingValues = (row: TrainingRow): readonly CopyValue[] => [
  row.account_hash,
  row.resource_hash,
  row.scan_id,
  row.resource_type,
  row.provider,
  row.region_anonymized,
  row.resource_age_days,
  row.detection_scenario,
  row.confidence_level,
  jsonText(row.metrics_summary),
  row.cost_monthly,
  jsonText(row.resource_config),
  jsonText(row.tags_anonymized),
  row.parent_resource_hash,
  row.parent_resource_type,
  row.parent_resource_state,
  jsonText(row.temporal_features),
  row.detected_at,
];

/** In the order of `SERIES_COLUMNS`. */
export const seriesValues = (row: SeriesRow): readonly CopyValue[] => [
  row.account_hash,
  row.resource_hash,
  row.scan_id,
  row.resource_type,
  row.provider,
  row.metric_name,
  seriesText(row.metric_values),
  row.aggregation_period,
  row.start_date,
  row.end_date,
];

/** What JSON.stringify says of it, most of whose time is spent on numbers. */
const seriesText = ({ timeseries, step_seconds, avg, p50, p95, p99, trend, samples }: SeriesValues): string => {
  const values = timeseries.map(sampleText).join(',');
  return `{"timeseries":[${values}],"step_seconds":${step_seconds},"avg":${numberText(avg)},"p50":${numberText(p50)},"p95":${numberText(p95)},"p99":${numberText(p99)},"trend":"${trend}","samples":${samples}}`;
};

const sampleText = (value: number | null): string => (value === null ? 'null' : numberText(value));
