import type { DatasetName } from '@ml/contracts/datasets';
import { column, CRITICAL, NULLABLE, type Dataset } from './dataset';

/** Raised whenever a column comes, goes or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** USD a month of one resource, and of one account: more than the largest customers of the clouds pay for either. */
const MOST_OF_A_RESOURCE = 10_000_000;
const MOST_OF_AN_ACCOUNT = 1_000_000_000;
/** The first public cloud is younger than 40 years. */
const OLDEST_DAYS = 14_610;
/** A bill of the hundredfold of what was expected is looked at. */
const MOST_VARIANCE_PERCENT = 10_000;
const TEN_YEARS_HOURS = 87_600;

const cost = { least: 0, most: MOST_OF_A_RESOURCE } as const;
const spend = { least: 0, most: MOST_OF_AN_ACCOUNT } as const;
const place = [column('resource_type', 'word', CRITICAL), column('provider', 'word', CRITICAL)] as const;
const created = column('created_at', 'time');

const training: Dataset = {
  name: 'ml_training_data',
  table: 'ml_training_data',
  at: 'created_at',
  key: ['resource_hash', 'account_hash', 'detection_scenario', 'detected_at'],
  columns: [
    column('id', 'text'),
    column('account_hash', 'word', CRITICAL),
    column('resource_hash', 'text', CRITICAL),
    column('scan_id', 'word'),
    ...place,
    column('region_anonymized', 'word', CRITICAL),
    column('resource_age_days', 'integer', { ...CRITICAL, least: 0, most: OLDEST_DAYS }),
    column('detection_scenario', 'word', CRITICAL),
    column('confidence_level', 'word', CRITICAL),
    column('metrics_summary', 'json', NULLABLE),
    column('cost_monthly', 'amount', { ...CRITICAL, ...cost }),
    column('cost_real_monthly', 'amount', { ...NULLABLE, ...cost }),
    column('cost_variance_pct', 'amount', { ...NULLABLE, least: -MOST_VARIANCE_PERCENT, most: MOST_VARIANCE_PERCENT }),
    column('user_action', 'word', NULLABLE),
    column('resource_config', 'json', NULLABLE),
    column('tags_anonymized', 'json', NULLABLE),
    column('parent_resource_hash', 'text', NULLABLE),
    column('parent_resource_type', 'word', NULLABLE),
    column('parent_resource_state', 'word', NULLABLE),
    column('temporal_features', 'json', NULLABLE),
    column('detected_at', 'time', CRITICAL),
    created,
  ],
};

const actions: Dataset = {
  name: 'user_action_patterns',
  table: 'user_action_patterns',
  at: 'created_at',
  key: ['resource_hash', 'account_hash'],
  columns: [
    column('id', 'text'),
    column('user_hash', 'word', CRITICAL),
    column('account_hash', 'word', CRITICAL),
    column('resource_hash', 'text', CRITICAL),
    ...place,
    column('region_anonymized', 'word', NULLABLE),
    column('detection_scenario', 'word', CRITICAL),
    column('confidence_level', 'word', CRITICAL),
    column('action_taken', 'word', CRITICAL),
    column('time_to_action_hours', 'integer', { ...CRITICAL, least: 0, most: TEN_YEARS_HOURS }),
    column('cost_monthly', 'amount', { ...CRITICAL, ...cost }),
    column('cost_saved_monthly', 'amount', { ...CRITICAL, ...cost }),
    column('industry_anonymized', 'word', NULLABLE),
    column('company_size_bucket', 'word', NULLABLE),
    column('detected_at', 'time', CRITICAL),
    column('action_at', 'time', CRITICAL),
    created,
  ],
};

const trends: Dataset = {
  name: 'cost_trends',
  table: 'cost_trend_data',
  at: 'created_at',
  key: ['account_hash', 'provider', 'month'],
  columns: [
    column('id', 'text'),
    column('account_hash', 'word', CRITICAL),
    column('month', 'word', CRITICAL),
    column('provider', 'word', CRITICAL),
    column('total_spend', 'amount', { ...CRITICAL, ...spend }),
    column('total_spend_source', 'word'),
    column('waste_detected', 'amount', { ...CRITICAL, ...spend }),
    column('waste_eliminated', 'amount', { ...CRITICAL, ...spend }),
    column('waste_percentage', 'amount', { ...CRITICAL, least: 0, most: 100 }),
    column('top_waste_categories', 'json', CRITICAL),
    column('regional_breakdown', 'json', NULLABLE),
    column('scan_completed_at', 'time', NULLABLE),
    created,
    column('updated_at', 'time'),
  ],
};

const events: Dataset = {
  name: 'resource_lifecycle_events',
  table: 'resource_lifecycle_events',
  at: 'created_at',
  key: ['resource_hash', 'account_hash', 'event_type', 'event_timestamp'],
  columns: [
    column('id', 'text'),
    column('account_hash', 'word', CRITICAL),
    column('resource_hash', 'text', CRITICAL),
    column('scan_id', 'word', NULLABLE),
    column('event_type', 'word', CRITICAL),
    ...place,
    column('region_anonymized', 'word', NULLABLE),
    column('age_at_event_days', 'integer', { ...NULLABLE, least: 0, most: OLDEST_DAYS }),
    column('cost_at_event', 'amount', { ...NULLABLE, ...cost }),
    column('metrics_snapshot', 'json', NULLABLE),
    column('event_timestamp', 'time', CRITICAL),
    created,
  ],
};

const series: Dataset = {
  name: 'cloudwatch_metrics_history',
  table: 'cloudwatch_metrics_history',
  at: 'collected_at',
  key: ['resource_hash', 'account_hash', 'metric_name', 'aggregation_period', 'start_date'],
  columns: [
    column('id', 'text'),
    column('account_hash', 'word', NULLABLE),
    column('resource_hash', 'text', CRITICAL),
    column('scan_id', 'word', NULLABLE),
    ...place,
    column('metric_name', 'word', CRITICAL),
    column('metric_values', 'json', CRITICAL),
    column('aggregation_period', 'word', CRITICAL),
    column('start_date', 'time', CRITICAL),
    column('end_date', 'time', CRITICAL),
    column('collected_at', 'time'),
  ],
};

/** What is exported, by name. */
export const EXPORTED: Readonly<Record<DatasetName, Dataset>> = {
  ml_training_data: training,
  user_action_patterns: actions,
  cost_trends: trends,
  resource_lifecycle_events: events,
  cloudwatch_metrics_history: series,
};
