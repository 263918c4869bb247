interface KeptTable {
  readonly what: string;
  /** Meaning by column. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Columns that mean the same wherever they are. */
const COMMON = {
  scan_completed_at: 'When the scan ended that told it.',
  id: 'Of the row.',
  account_hash: 'The account, hashed.',
  resource_hash: 'The resource, hashed.',
  user_hash: 'The user, hashed.',
  key_version: 'Which key it was hashed with; 0: as the earlier system did.',
  scan_id: 'The scan that told it, hashed.',
  scan_hash: 'The scan, hashed.',
  provider: 'Cloud.',
  region_anonymized: 'Part of the world.',
  resource_type: 'What kind of resource.',
  created_at: 'When the row was written.',
  updated_at: 'When the row was last changed.',
  detection_scenario: 'Why it was found.',
  confidence_level: 'How sure the finding was.',
  cost_monthly: 'USD a month, as found.',
  detected_at: 'When it was found.',
  month: 'Month (UTC).',
  as_of: 'When it was asked for.',
  source: 'Who said it.',
} as const;

const shared = (...columns: readonly (keyof typeof COMMON)[]): Readonly<Record<string, string>> => Object.fromEntries(columns.map((column) => [column, COMMON[column]]));

/** What is kept of a user, told in words to whoever asks for it. */
export const KEPT_FIELDS: Readonly<Record<string, KeptTable>> = {
  user_preferences: {
    what: 'What the user said about being collected.',
    columns: {
      ...shared('id', 'user_hash', 'key_version', 'created_at', 'updated_at'),
      earlier_hashes: 'The user, hashed with keys of before.',
      ml_data_collection_consent: 'Whether the user agreed; null: nothing was said.',
      ml_consent_date: 'When that was said.',
      objection: 'Whether the user objects.',
      objected_at: 'Since when.',
      anonymized_industry: 'Industry of the company, in known words.',
      anonymized_company_size: 'How many people the company has.',
      data_retention_years: 'For how many years the user wants it kept at most.',
    },
  },
  collection_subjects: {
    what: 'Accounts that the user is linked to by scans and actions.',
    columns: {
      ...shared('user_hash', 'account_hash', 'key_version'),
      first_seen_at: 'When the link was first seen.',
      last_seen_at: 'When it was last seen.',
    },
  },
  collection_scans: {
    what: 'Scans that were accepted of the user.',
    columns: {
      ...shared('scan_hash', 'user_hash', 'account_hash', 'key_version', 'provider'),
      completed_at: 'When the scan ended.',
      total_spend: 'USD that the account spent, as the scan said.',
      status: 'accepted, stored or failed.',
      resources: 'Resources that are kept of it.',
      refused: 'Resources that are not.',
      fault_count: 'What was wrong with it, counted.',
      faults: 'The first of these, by their place.',
      rows: 'Rows that were made of it, by table.',
      error: 'Why it failed.',
      accepted_at: 'When it was accepted.',
      stored_at: 'When its rows were written.',
    },
  },
  scan_uploads: {
    what: 'Scans that are being sent.',
    columns: {
      ...shared('scan_hash', 'user_hash', 'account_hash'),
      upload_id: 'Of this attempt.',
      opened_at: 'When it began.',
      closed_at: 'When all of it was there.',
    },
  },
  collected_events: {
    what: 'Actions that were told, once each.',
    columns: {
      ...shared('user_hash', 'account_hash'),
      event_hash: 'The action, hashed.',
      outcome: 'What became of it.',
      received_at: 'When it came.',
    },
  },
  waiting_actions: {
    what: 'Actions on resources that no scan has found yet.',
    columns: {
      ...shared('account_hash', 'resource_hash', 'user_hash'),
      action_taken: 'deleted, ignored or kept.',
      action_at: 'When.',
      industry_anonymized: 'Industry, in known words.',
      company_size_bucket: 'Size of the company.',
      received_at: 'When it came.',
    },
  },
  user_action_patterns: {
    what: 'The last action on each resource.',
    columns: {
      ...shared('id', 'user_hash', 'account_hash', 'resource_hash', 'resource_type', 'provider', 'region_anonymized', 'detection_scenario', 'confidence_level', 'cost_monthly', 'detected_at', 'created_at'),
      action_taken: 'deleted, ignored or kept.',
      time_to_action_hours: 'Hours from the finding to the action.',
      cost_saved_monthly: 'USD a month that the action saves.',
      industry_anonymized: 'Industry, in known words.',
      company_size_bucket: 'Size of the company.',
      action_at: 'When.',
    },
  },
  ml_training_data: {
    what: 'What scans found, a row for each resource and reason.',
    columns: {
      ...shared('id', 'account_hash', 'resource_hash', 'scan_id', 'resource_type', 'provider', 'region_anonymized', 'detection_scenario', 'confidence_level', 'cost_monthly', 'detected_at', 'scan_completed_at', 'created_at'),
      resource_age_days: 'How old the resource was.',
      metrics_summary: 'Averages, percentiles and trend of its metrics.',
      cost_real_monthly: 'USD a month that the cloud billed for it.',
      cost_variance_pct: 'How far that is from what was found.',
      user_action: 'What was done with it.',
      resource_config: 'Settings of the resource that name nobody.',
      tags_anonymized: 'Tags that name nobody.',
      parent_resource_hash: 'What it belongs to, hashed.',
      parent_resource_type: 'What kind that is.',
      parent_resource_state: 'How that was.',
      temporal_features: 'Hour and day on which it was made, in its region; Monday is day 1 of the week.',
    },
  },
  resource_lifecycle_events: {
    what: 'What happened to resources.',
    columns: {
      ...shared('id', 'account_hash', 'resource_hash', 'scan_id', 'resource_type', 'provider', 'region_anonymized', 'created_at'),
      event_type: 'detected, status_changed, metrics_updated or deleted.',
      age_at_event_days: 'How old the resource was.',
      cost_at_event: 'USD a month then.',
      metrics_snapshot: 'Its metrics then.',
      event_timestamp: 'When.',
    },
  },
  cloudwatch_metrics_history: {
    what: 'Hourly series of metrics.',
    columns: {
      ...shared('id', 'account_hash', 'resource_hash', 'scan_id', 'resource_type', 'provider'),
      metric_name: 'Which metric.',
      metric_values: 'Hourly means, rounded, and their summary.',
      aggregation_period: 'Length of a step.',
      start_date: 'Beginning of the first hour.',
      end_date: 'End of the last.',
      collected_at: 'When it came.',
      user_hash: 'Who sent a series of which nobody knows the account yet.',
    },
  },
  cost_trend_data: {
    what: 'Costs of an account by month.',
    columns: {
      ...shared('id', 'account_hash', 'month', 'provider', 'scan_completed_at', 'created_at', 'updated_at'),
      total_spend: 'USD spent.',
      total_spend_source: 'Who said so.',
      waste_detected: 'USD a month that the newest scan found.',
      waste_eliminated: 'USD a month that actions save.',
      waste_percentage: 'Share of the spend that is waste.',
      top_waste_categories: 'Where most of it is.',
      regional_breakdown: 'By part of the world.',
    },
  },
  account_actuals: {
    what: 'What the cloud billed for an account.',
    columns: {
      ...shared('account_hash', 'month', 'source', 'as_of'),
      amount: 'USD.',
      is_estimated: 'Whether the month is not final.',
    },
  },
  resource_actuals: {
    what: 'What the cloud billed for a resource.',
    columns: {
      ...shared('account_hash', 'resource_hash', 'source', 'as_of'),
      amount: 'USD within the window.',
      hours: 'Length of the window.',
      monthly: 'USD a month at that rate.',
      window_end: 'Its end.',
    },
  },
  dataset_exports: {
    what: 'Exports that were made since the user was first seen, with rows of many users.',
    columns: {
      ...shared('created_at'),
      export_id: 'Of the export.',
      status: 'Whether it is made.',
      output_format: 'json, csv or parquet.',
      gzip: 'Whether its files are compressed.',
      days: 'How many days back it reaches.',
      datasets: 'What was exported.',
      requested_by: 'Who asked: rest, command or schedule.',
      rows_done: 'Rows written.',
      rows_total: 'Rows there were.',
      schema_version: 'Of its columns.',
      rewritten_at: 'When it was made anew because somebody was erased.',
      archived_to: 'Where a copy lies, or is being written.',
      archived_at: 'When the copy was complete.',
      completed_at: 'When it was made.',
      expires_at: 'When it goes.',
    },
  },
};
