import type { Sql } from '../../sql';
import { recomputeEliminated, type AccountMonth } from './recompute-eliminated';

/** The costliest row stands for a resource that was found in several ways: nothing is wasted twice. */
const NEWEST = `asked AS (SELECT ($2 || '-01')::timestamp AS begins), scans AS (
    SELECT provider, scan_hash, completed_at, total_spend FROM collection_scans, asked
    WHERE account_hash = $1 AND status = 'stored' AND completed_at >= begins AT TIME ZONE 'UTC' AND completed_at < (begins + interval '1 month') AT TIME ZONE 'UTC'
  ), newest AS (
    SELECT DISTINCT ON (provider) provider, scan_hash, completed_at FROM scans ORDER BY provider, completed_at DESC, scan_hash DESC
  )`;

const REFRESH = `WITH ${NEWEST}, reported AS (
    SELECT DISTINCT ON (provider) provider, total_spend FROM scans WHERE total_spend IS NOT NULL ORDER BY provider, completed_at DESC, scan_hash DESC
  ), found AS MATERIALIZED (
    SELECT provider, one.* FROM newest CROSS JOIN LATERAL (
      SELECT DISTINCT ON (resource_hash) resource_type, detection_scenario, region_anonymized, cost_monthly
      FROM ml_training_data AS row WHERE row.scan_id = newest.scan_hash ORDER BY resource_hash, cost_monthly DESC, detection_scenario COLLATE "C"
    ) AS one
  ), wasted AS (
    SELECT provider, sum(cost_monthly) AS amount FROM found GROUP BY provider
  ), ranked AS (
    SELECT provider, resource_type, detection_scenario, sum(cost_monthly) AS amount, count(*) AS resources,
      row_number() OVER (PARTITION BY provider ORDER BY sum(cost_monthly) DESC, resource_type COLLATE "C", detection_scenario COLLATE "C") AS place
    FROM found GROUP BY provider, resource_type, detection_scenario
  ), categories AS (
    SELECT provider, jsonb_agg(jsonb_build_object('resource_type', resource_type, 'detection_scenario', detection_scenario, 'amount', trim_scale(amount), 'resources', resources) ORDER BY place) AS list
    FROM ranked WHERE place <= 10 GROUP BY provider
  ), regions AS (
    SELECT provider, jsonb_object_agg(region_anonymized, trim_scale(amount)) AS list
    FROM (SELECT provider, region_anonymized, sum(cost_monthly) AS amount FROM found GROUP BY provider, region_anonymized) AS summed GROUP BY provider
  ), spent AS (
    SELECT newest.*, coalesce(wasted.amount, 0) AS waste, categories.list AS categories, regions.list AS regions,
      coalesce(final.amount, reported.total_spend, actual.amount, wasted.amount, 0) AS total,
      CASE WHEN final.amount IS NULL AND reported.total_spend IS NOT NULL THEN 'reported' WHEN actual.amount IS NOT NULL THEN 'cost_explorer' ELSE 'detected' END AS source
    FROM newest LEFT JOIN reported USING (provider) LEFT JOIN wasted USING (provider) LEFT JOIN categories USING (provider) LEFT JOIN regions USING (provider)
      LEFT JOIN account_actuals AS actual ON actual.account_hash = $1 AND actual.month = $2 AND newest.provider = 'aws'
      LEFT JOIN LATERAL (SELECT actual.amount WHERE NOT actual.is_estimated) AS final ON true
  )
  INSERT INTO cost_trend_data AS trend (account_hash, month, provider, total_spend, total_spend_source, waste_detected, waste_eliminated, waste_percentage, top_waste_categories,
    regional_breakdown, scan_completed_at)
  SELECT $1, $2, provider, total, source, waste, 0, CASE WHEN waste <= 0 THEN 0 WHEN total <= 0 THEN 100 ELSE least(100, round(waste * 100 / total, 4)) END,
    coalesce(categories, '[]'), regions, completed_at
  FROM spent
  ON CONFLICT (account_hash, provider, month) DO UPDATE SET total_spend = excluded.total_spend, total_spend_source = excluded.total_spend_source, waste_detected = excluded.waste_detected,
    waste_percentage = excluded.waste_percentage, top_waste_categories = excluded.top_waste_categories, regional_breakdown = excluded.regional_breakdown,
    scan_completed_at = excluded.scan_completed_at, updated_at = now()`;

/** Of a provider that no scan of the month is left of. */
const FORGET = `WITH ${NEWEST} DELETE FROM cost_trend_data WHERE account_hash = $1 AND month = $2 AND provider NOT IN (SELECT provider FROM newest)`;

/**
 * Brings a month of an account in line with its scans, with what Cost Explorer said and with what was done: what the newest scan of the month found was wasted,
 * nothing is ever added up. Spent is the final bill of Cost Explorer, else what the platform reported last, which is of the days until then, else an estimate of Cost Explorer, else what was
 * found. Needs `lockActions`.
 */
export const refreshCostTrend = async (sql: Sql, { account_hash, month }: AccountMonth): Promise<void> => {
  await sql.execute(FORGET, [account_hash, month]);
  await sql.execute(REFRESH, [account_hash, month]);
  await recomputeEliminated(sql, [{ account_hash, month }]);
};
