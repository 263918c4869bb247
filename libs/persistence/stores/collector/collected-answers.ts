import type { Sql } from '../../sql';

/** USD of a month, `2026-11`. */
export interface MonthRow {
  readonly month: string;
  readonly amount: number;
}

/**
 * Of a month that a scan was taken in, what its trend says; of others what Cost Explorer said, which knows AWS. Where only what was found is known of some months of a provider,
 * and the whole of others, those months are left out: a part and the whole make no series. An account that was kept under an earlier key too counts once a month and provider: as it was told last.
 */
const MONTHS = `WITH trends AS (
    SELECT DISTINCT ON (month, provider) month, provider, total_spend AS amount, total_spend_source = 'detected' AS is_part FROM cost_trend_data
    WHERE account_hash = ANY($1::text[]) AND ($2::text IS NULL OR provider = $2) ORDER BY month, provider, updated_at DESC
  ), actuals AS (
    SELECT DISTINCT ON (month) month, 'aws' AS provider, amount, false AS is_part FROM account_actuals
    WHERE account_hash = ANY($1::text[]) AND coalesce($2::text, 'aws') = 'aws' ORDER BY month, as_of DESC
  ), told AS (
    SELECT * FROM trends
    UNION ALL SELECT * FROM actuals WHERE NOT EXISTS (SELECT FROM trends WHERE trends.month = actuals.month AND trends.provider = actuals.provider AND NOT trends.is_part)
  )
  SELECT month, sum(amount)::float8 AS amount FROM told
  WHERE NOT is_part OR NOT EXISTS (SELECT FROM told AS whole WHERE whole.provider = told.provider AND NOT whole.is_part) GROUP BY month ORDER BY month`;

export const readCostMonths = (sql: Sql, accountHashes: readonly string[], provider: string | null): Promise<readonly MonthRow[]> => sql.query<MonthRow>(MONTHS, [accountHashes, provider]);

export interface SeriesOfResource {
  readonly start_date: Date;
  readonly step_seconds: number;
  readonly timeseries: readonly (number | null)[];
}

/** Newest first up to there, told oldest first. */
const SERIES = `SELECT start_date, step_seconds, timeseries FROM (
    SELECT start_date, (metric_values ->> 'step_seconds')::integer AS step_seconds, metric_values -> 'timeseries' AS timeseries, collected_at, end_date, id
    FROM cloudwatch_metrics_history WHERE resource_hash = ANY($1::text[]) AND metric_name = $2 ORDER BY end_date DESC, collected_at DESC, id LIMIT $3
  ) AS newest ORDER BY collected_at, end_date, id`;

/** Those that reach furthest, in the order in which they came. */
export const readSeriesOf = (sql: Sql, resourceHashes: readonly string[], { metricName, most }: { readonly metricName: string; readonly most: number }): Promise<readonly SeriesOfResource[]> =>
  sql.query<SeriesOfResource>(SERIES, [resourceHashes, metricName, most]);

/** Amounts as numbers. */
const COLUMNS = `resource_hash, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, metrics_summary, cost_monthly::float8 AS cost_monthly,
  cost_real_monthly::float8 AS cost_real_monthly, cost_variance_pct::float8 AS cost_variance_pct, user_action, resource_config, tags_anonymized, parent_resource_type, parent_resource_state,
  temporal_features, detected_at`;
/** Which resources the page has is read from the index alone: an account may have many scans of each, and the newest row is fetched of those on the page. */
const NEWEST = `WITH page AS (
    SELECT account.account_hash, place, known.resource_hash FROM unnest($1::text[]) WITH ORDINALITY AS account (account_hash, place) CROSS JOIN LATERAL (
      SELECT DISTINCT resource_hash FROM ml_training_data AS row WHERE row.account_hash = account.account_hash ORDER BY resource_hash LIMIT $2::bigint + $3::bigint
    ) AS known ORDER BY place, known.resource_hash LIMIT $2 OFFSET $3
  )
  SELECT newest.* FROM page CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM ml_training_data AS row WHERE row.account_hash = page.account_hash AND row.resource_hash = page.resource_hash
    ORDER BY scan_completed_at DESC, scan_id DESC, row.cost_monthly DESC, detection_scenario LIMIT 1
  ) AS newest ORDER BY page.place, page.resource_hash`;
const TOTAL = 'SELECT count(*)::integer AS total FROM (SELECT DISTINCT account_hash, resource_hash FROM ml_training_data WHERE account_hash = ANY($1::text[])) AS known';

export interface CollectedPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
}

/** The newest row of each resource. */
export const readNewestRows = async (sql: Sql, accountHashes: readonly string[], { limit, offset }: { readonly limit: number; readonly offset: number }): Promise<CollectedPage> => {
  const [counted] = await sql.query<{ total: number }>(TOTAL, [accountHashes]);
  const rows = await sql.query<Readonly<Record<string, unknown>>>(NEWEST, [accountHashes, limit, offset]);
  return { rows, total: counted?.total ?? 0 };
};
