import type { Tx } from '../../tx';
import { recomputeEliminated } from './recompute-eliminated';

/** One resource under one of the hashes that it may be kept under; those of one `place` are the same resource. */
export interface ResourceAlias {
  readonly place: number;
  readonly account_hash: string;
  readonly resource_hash: string;
}

/** What is kept of the last action on a resource. */
export interface SettledAction {
  readonly place: number;
  readonly user_hash: string;
  readonly action_taken: string;
  readonly action_at: Date;
}

/** An event that is the one of the deletion that counts. What is known from the pattern row alone tells less than an event of before. */
const TELLS_IT = `settled.action_taken = 'deleted' AND (event.account_hash, event.resource_hash) = (settled.account_hash, settled.resource_hash)
      AND (event.event_timestamp, event.resource_type, event.provider, event.cost_at_event) = (settled.action_at, settled.resource_type, settled.provider, settled.cost_monthly)
      AND event.region_anonymized IS NOT DISTINCT FROM settled.region_anonymized AND (settled.scan_id IS NULL OR event.scan_id IS NOT DISTINCT FROM settled.scan_id)`;

/**
 * Of all that was told of a resource the last action counts. It is about the newest row that a scan had found by then, else about the oldest of all; of several
 * rows of one moment, about the dearest. The pattern row itself stands for rows that are too old to be kept; another action makes it a row of today: exports and what is kept for how long go by that.
 */
const SETTLE = `WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::integer[], $2::text[], $3::text[]) AS asked (place, account_hash, resource_hash)
  ), told AS MATERIALIZED (
    SELECT place, user_hash, action_taken, action_at, industry_anonymized, company_size_bucket, false AS kept, account_hash
    FROM asked JOIN waiting_actions USING (account_hash, resource_hash)
    UNION ALL
    SELECT place, user_hash, action_taken, action_at, industry_anonymized, company_size_bucket, true, account_hash
    FROM asked JOIN user_action_patterns USING (account_hash, resource_hash)
  ), latest AS (
    SELECT DISTINCT ON (place) place, user_hash, action_taken, action_at, industry_anonymized, company_size_bucket
    FROM told ORDER BY place, action_at DESC, action_taken DESC, user_hash DESC, industry_anonymized DESC NULLS LAST, company_size_bucket DESC NULLS LAST
  ), found AS (
    SELECT place, account_hash, resource_hash, resource_type, provider, region_anonymized, detection_scenario, confidence_level, cost_monthly, detected_at,
      scan_id, resource_age_days, metrics_summary
    FROM asked JOIN ml_training_data USING (account_hash, resource_hash) WHERE place IN (SELECT place FROM latest)
    UNION ALL
    SELECT place, account_hash, resource_hash, resource_type, provider, region_anonymized, detection_scenario, confidence_level, cost_monthly, detected_at,
      NULL, NULL, NULL
    FROM asked JOIN user_action_patterns USING (account_hash, resource_hash)
  ), settled AS MATERIALIZED (
    SELECT DISTINCT ON (place) *
    FROM latest JOIN found USING (place)
    ORDER BY place, detected_at <= action_at DESC, abs(extract(epoch FROM action_at - detected_at)), cost_monthly DESC,
      detection_scenario, resource_type, provider, region_anonymized, confidence_level, scan_id NULLS LAST, account_hash
  ), dropped AS (
    DELETE FROM user_action_patterns AS pattern USING asked JOIN settled USING (place)
    WHERE pattern.account_hash = asked.account_hash AND pattern.resource_hash = asked.resource_hash
      AND (asked.account_hash, asked.resource_hash) <> (settled.account_hash, settled.resource_hash)
  ), written AS (
    INSERT INTO user_action_patterns AS pattern (user_hash, account_hash, resource_hash, resource_type, provider, region_anonymized, detection_scenario, confidence_level,
      action_taken, time_to_action_hours, cost_monthly, cost_saved_monthly, industry_anonymized, company_size_bucket, detected_at, action_at)
    SELECT user_hash, account_hash, resource_hash, resource_type, provider, region_anonymized, detection_scenario, confidence_level,
      action_taken, greatest(0, floor(extract(epoch FROM action_at - detected_at) / 3600))::integer, cost_monthly,
      CASE WHEN action_taken = 'deleted' THEN cost_monthly ELSE 0 END, industry_anonymized, company_size_bucket, detected_at, action_at
    FROM settled
    ON CONFLICT (account_hash, resource_hash) DO UPDATE SET user_hash = excluded.user_hash, resource_type = excluded.resource_type, provider = excluded.provider,
      region_anonymized = excluded.region_anonymized, detection_scenario = excluded.detection_scenario, confidence_level = excluded.confidence_level,
      action_taken = excluded.action_taken, time_to_action_hours = excluded.time_to_action_hours, cost_monthly = excluded.cost_monthly,
      cost_saved_monthly = excluded.cost_saved_monthly, industry_anonymized = excluded.industry_anonymized, company_size_bucket = excluded.company_size_bucket,
      detected_at = excluded.detected_at, action_at = excluded.action_at,
      created_at = CASE WHEN (pattern.action_taken, pattern.action_at) = (excluded.action_taken, excluded.action_at) THEN pattern.created_at ELSE excluded.created_at END
  ), waited AS (
    DELETE FROM waiting_actions AS waiting USING asked JOIN settled USING (place)
    WHERE waiting.account_hash = asked.account_hash AND waiting.resource_hash = asked.resource_hash
  ), marked AS (
    UPDATE ml_training_data AS row SET user_action = said.action
    FROM (
      SELECT row.id, CASE WHEN row.detected_at <= greatest(settled.action_at, settled.detected_at) THEN settled.action_taken END AS action
      FROM settled JOIN asked USING (place) JOIN ml_training_data AS row ON row.account_hash = asked.account_hash AND row.resource_hash = asked.resource_hash
    ) AS said
    WHERE row.id = said.id AND row.user_action IS DISTINCT FROM said.action
  ), untold AS (
    DELETE FROM resource_lifecycle_events AS event USING asked JOIN settled USING (place)
    WHERE event.account_hash = asked.account_hash AND event.resource_hash = asked.resource_hash AND event.event_type = 'deleted' AND NOT (${TELLS_IT})
  ), told_of AS (
    INSERT INTO resource_lifecycle_events (account_hash, resource_hash, scan_id, event_type, resource_type, provider, region_anonymized, age_at_event_days, cost_at_event,
      metrics_snapshot, event_timestamp)
    SELECT account_hash, resource_hash, scan_id, 'deleted', resource_type, provider, region_anonymized,
      resource_age_days + greatest(0, floor(extract(epoch FROM action_at - detected_at) / 86400))::integer, cost_monthly, metrics_summary, action_at
    FROM settled
    WHERE action_taken = 'deleted' AND NOT EXISTS (SELECT 1 FROM resource_lifecycle_events AS event WHERE event.event_type = 'deleted' AND ${TELLS_IT})
  )
  SELECT place, user_hash, action_taken, action_at, account_hash, to_char(action_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
    (SELECT jsonb_agg(jsonb_build_object('account_hash', told.account_hash, 'month', to_char(told.action_at AT TIME ZONE 'UTC', 'YYYY-MM'))) FROM told WHERE told.place = settled.place AND kept) AS before
  FROM settled`;

interface SettledRow extends SettledAction {
  readonly account_hash: string;
  readonly month: string;
  readonly before: readonly { readonly account_hash: string; readonly month: string }[] | null;
}

/**
 * Brings everything in line with what was told last of these resources: pattern rows, the actions that training rows carry, the event of a deletion, and the sums of the
 * months. Whatever order actions and scans come in, the same is left. Answers with those of whom a scan has found the resource; the others go on waiting.
 * Needs `lockActions` for the accounts.
 */
export const settleActions = async (tx: Tx, aliases: readonly ResourceAlias[]): Promise<readonly SettledAction[]> => {
  if (aliases.length === 0) return [];
  const settled = await tx.query<SettledRow>(SETTLE, [
    aliases.map(({ place }) => place),
    aliases.map(({ account_hash }) => account_hash),
    aliases.map(({ resource_hash }) => resource_hash),
  ]);
  await recomputeEliminated(tx, settled.flatMap(({ account_hash, month, before }) => [{ account_hash, month }, ...(before ?? [])]));
  return settled.map(({ place, user_hash, action_taken, action_at }) => ({ place, user_hash, action_taken, action_at }));
};
