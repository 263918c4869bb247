import type { Sql } from '../../sql';
import { IDS_IN_ORDER } from './ids-in-order';

export interface StoredScan {
  readonly account_hash: string;
  readonly scan_hash: string;
  readonly completed_at: Date;
}

/** Of several rows of a resource in one scan the costliest tells. */
const COLUMNS = 'scan_id, scan_completed_at, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, parent_resource_state, metrics_summary, cost_monthly, detected_at';
const TELLING = 'cost_monthly DESC, detection_scenario COLLATE "C"';

/** What the scan $2, completed at $3, of the account $1 tells of its resources, in the order of the index. */
const MINE = `SELECT DISTINCT ON (resource_hash) resource_hash, ${COLUMNS} FROM ml_training_data WHERE scan_id = $2 AND $3::timestamptz IS NOT NULL ORDER BY resource_hash, ${TELLING}`;
/** For each of them the scan that found it next. */
const NEXT = `SELECT mine.resource_hash, later.* FROM (SELECT DISTINCT resource_hash FROM ml_training_data WHERE scan_id = $2) AS mine CROSS JOIN LATERAL (
    SELECT scan_id, scan_completed_at FROM ml_training_data AS row
    WHERE row.account_hash = $1 AND row.resource_hash = mine.resource_hash AND row.scan_completed_at >= $3 AND (row.scan_completed_at, row.scan_id) > ($3, $2)
    ORDER BY row.scan_completed_at, row.scan_id LIMIT 1
  ) AS later`;
/** And what that one tells. */
const TOLD_NEXT = `SELECT target.resource_hash, told.* FROM (${NEXT}) AS target CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM ml_training_data AS row WHERE row.scan_id = target.scan_id AND row.resource_hash = target.resource_hash ORDER BY ${TELLING} LIMIT 1
  ) AS told`;

/** In the order of the index: whatever the statistics say, not all accounts are read for it. */
const OTHER_SCAN = 'SELECT 1 FROM ml_training_data WHERE account_hash = $1 AND scan_id <> $2 ORDER BY account_hash, resource_hash, scan_completed_at LIMIT 1';
const LATER_SCAN = `SELECT 1 FROM collection_scans WHERE account_hash = $1 AND completed_at >= $3 AND (completed_at, scan_hash) > ($3, $2) AND status = 'stored' LIMIT 1`;

const EARLIER = '(row.scan_completed_at, row.scan_id) < (now_found.scan_completed_at, now_found.scan_id)';
/** The index ends here: in this order the first row is all that is read, however many scans there were. */
const LAST_FOUND = `SELECT row.scan_completed_at FROM ml_training_data AS row
        WHERE row.account_hash = $1 AND row.resource_hash = now_found.resource_hash AND row.scan_completed_at <= now_found.scan_completed_at AND ${EARLIER}
        ORDER BY row.scan_completed_at DESC LIMIT 1`;

const forget = (targets: string): string => `DELETE FROM resource_lifecycle_events AS event USING (${targets}) AS target
  WHERE event.account_hash = $1 AND event.resource_hash = target.resource_hash AND event.scan_id = target.scan_id AND event.event_type <> 'deleted'`;

const INSERT = `INSERT INTO resource_lifecycle_events (id, account_hash, resource_hash, scan_id, event_type, resource_type, provider, region_anonymized, age_at_event_days,
    cost_at_event, metrics_snapshot, event_timestamp)
  SELECT ${IDS_IN_ORDER}, $1, now_found.resource_hash, now_found.scan_id, event_type, now_found.resource_type, now_found.provider, now_found.region_anonymized,
    now_found.resource_age_days, now_found.cost_monthly, now_found.metrics_summary, CASE event_type WHEN 'detected' THEN now_found.detected_at ELSE now_found.scan_completed_at END`;

/** Where no other scan has found anything there is nothing to look up. */
const FIRST = `${INSERT} FROM (${MINE}) AS now_found CROSS JOIN (SELECT 'detected' AS event_type) AS change`;

const tell = (found: string): string => `${INSERT}
  FROM (${found}) AS now_found
    LEFT JOIN LATERAL (
      SELECT ${COLUMNS} FROM ml_training_data AS row
      WHERE row.account_hash = $1 AND row.resource_hash = now_found.resource_hash AND row.scan_completed_at = (${LAST_FOUND}) AND ${EARLIER}
      ORDER BY row.scan_id DESC, ${TELLING} LIMIT 1
    ) AS before ON true
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN before.scan_id IS NULL THEN 'detected'
        WHEN (now_found.detection_scenario, now_found.confidence_level, now_found.parent_resource_state) IS DISTINCT FROM (before.detection_scenario, before.confidence_level, before.parent_resource_state) THEN 'status_changed'
        WHEN (now_found.metrics_summary, now_found.cost_monthly) IS DISTINCT FROM (before.metrics_summary, before.cost_monthly) THEN 'metrics_updated'
      END AS event_type
    ) AS change
  WHERE event_type IS NOT NULL`;

/**
 * What a scan whose rows are in `ml_training_data` tells of its resources, compared with the scan that found each of them before. Where later scans are known, what those tell
 * is compared anew: whatever order scans come in, the same is left. @returns events of this scan
 */
export const recordLifecycle = async (sql: Sql, { account_hash, scan_hash, completed_at }: StoredScan): Promise<number> => {
  const params = [account_hash, scan_hash, completed_at];
  if ((await sql.query(OTHER_SCAN, [account_hash, scan_hash])).length === 0) return sql.execute(FIRST, params);
  const told = await sql.execute(tell(MINE), params);
  if ((await sql.query(LATER_SCAN, params)).length > 0) {
    await sql.execute(forget(NEXT), params);
    await sql.execute(tell(TOLD_NEXT), params);
  }
  return told;
};
