import type { Sql } from '../../sql';
import type { Params } from '../../tx';
import { IDS_IN_ORDER } from './ids-in-order';

export interface StoredScan {
  readonly account_hash: string;
  readonly scan_hash: string;
  readonly completed_at: Date;
}

/** Of several rows of a resource in one scan the costliest tells. */
const COLUMNS = 'scan_id, scan_completed_at, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, parent_resource_state, metrics_summary, cost_monthly, detected_at';
const TELLING = 'cost_monthly DESC, detection_scenario COLLATE "C"';

/** `=` of which no statistics say how much of the table it is. Where they say that it is most of it, all of it is read, and where they are wrong, time and again. */
const exactly = (column: string, value: string): string => `${column} BETWEEN ${value} AND ${value}`;
const OF_MINE = exactly('scan_id', '(SELECT $2::varchar)');

/** What the scan $2, completed at $3, of the account $1 tells of its resources, in the order of the index. */
const MINE = `SELECT DISTINCT ON (scan_id, resource_hash) account_hash, resource_hash, ${COLUMNS} FROM ml_training_data WHERE ${OF_MINE} AND $3::timestamptz IS NOT NULL ORDER BY scan_id, resource_hash, ${TELLING}`;

/**
 * Of the rows of the account, in the order of their index, the one next to a resource as scan `scan` found it at `at`, and whatever is of the same resource and time: what the
 * scan before, or after, tells of the resource, or else something of its neighbour's. Compared as a whole and in this order no other index answers, whatever the statistics say:
 * by `=` the one of resources alone does too, and then every scan that ever found one is read.
 */
const nextTo = (which: 'before' | 'after', { at, scan }: { readonly at: string; readonly scan: string }): string => {
  const [than, order] = which === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  return `SELECT account_hash, resource_hash, ${COLUMNS} FROM ml_training_data AS row
        WHERE (row.account_hash, row.resource_hash, row.scan_completed_at, row.scan_id) ${than} (found.account_hash, found.resource_hash, ${at}, ${scan})
        ORDER BY row.account_hash ${order}, row.resource_hash ${order}, row.scan_completed_at ${order} FETCH FIRST 1 ROW WITH TIES`;
};
const SAME_RESOURCE = '(near.account_hash, near.resource_hash) = (found.account_hash, found.resource_hash)';

/** What the scan that found them next tells of the same resources. */
const NEXT = `SELECT later.* FROM (SELECT DISTINCT account_hash, resource_hash FROM ml_training_data WHERE ${OF_MINE}) AS found CROSS JOIN LATERAL (
    SELECT near.account_hash, near.resource_hash, ${COLUMNS} FROM (${nextTo('after', { at: '$3', scan: '$2' })}) AS near WHERE ${SAME_RESOURCE} ORDER BY near.scan_id, ${TELLING} LIMIT 1
  ) AS later`;

/** From the account on in the order of the index: of the account alone all may be read and then sorted. */
const ANY_ROW = `SELECT 1 FROM (SELECT account_hash FROM ml_training_data WHERE account_hash >= (SELECT $1::varchar) ORDER BY account_hash, resource_hash, scan_completed_at LIMIT 1) AS another
  WHERE account_hash = $1`;
const LATER_SCAN = `SELECT 1 FROM collection_scans WHERE account_hash = $1 AND completed_at >= $3 AND (completed_at, scan_hash) > ($3, $2) AND status = 'stored' ORDER BY completed_at LIMIT 1`;

/** What those scans told of the resources. Each event is looked up by its resource: joined, all that is next may be found anew for each event. */
const FORGET_NEXT = `DELETE FROM resource_lifecycle_events WHERE id = ANY (ARRAY(SELECT event.id FROM (${NEXT}) AS target CROSS JOIN LATERAL (
    SELECT id FROM resource_lifecycle_events AS told
    WHERE told.account_hash = $1 AND ${exactly('told.resource_hash', 'target.resource_hash')} AND told.scan_id = target.scan_id AND told.event_type <> 'deleted' OFFSET 0
  ) AS event))`;

const INSERT = `INSERT INTO resource_lifecycle_events (id, account_hash, resource_hash, scan_id, event_type, resource_type, provider, region_anonymized, age_at_event_days,
    cost_at_event, metrics_snapshot, event_timestamp)
  SELECT ${IDS_IN_ORDER}, $1, found.resource_hash, found.scan_id, event_type, found.resource_type, found.provider, found.region_anonymized,
    found.resource_age_days, found.cost_monthly, found.metrics_summary, CASE event_type WHEN 'detected' THEN found.detected_at ELSE found.scan_completed_at END`;

const FIRST = `${INSERT} FROM (${MINE}) AS found CROSS JOIN (SELECT 'detected' AS event_type) AS change`;

const tell = (those: string): string => `${INSERT}
  FROM (${those}) AS found
    LEFT JOIN LATERAL (
      SELECT ${COLUMNS} FROM (${nextTo('before', { at: 'found.scan_completed_at', scan: 'found.scan_id' })}) AS near
      WHERE ${SAME_RESOURCE} ORDER BY near.scan_id DESC, ${TELLING} LIMIT 1
    ) AS before ON true
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN before.scan_id IS NULL THEN 'detected'
        WHEN (found.detection_scenario, found.confidence_level, found.parent_resource_state) IS DISTINCT FROM (before.detection_scenario, before.confidence_level, before.parent_resource_state) THEN 'status_changed'
        WHEN (found.metrics_summary, found.cost_monthly) IS DISTINCT FROM (before.metrics_summary, before.cost_monthly) THEN 'metrics_updated'
      END AS event_type
    ) AS change
  WHERE event_type IS NOT NULL`;

const paramsOf = ({ account_hash, scan_hash, completed_at }: StoredScan): Params => [account_hash, scan_hash, completed_at];

/** Whether any scan has found anything in the account. Asked before the rows of the next one are written: after them all of those are passed over. */
export const isKnownAccount = async (sql: Sql, accountHash: string): Promise<boolean> => (await sql.query(ANY_ROW, [accountHash])).length > 0;

/** As `recordLifecycle`, of a scan before which the account was not known: there is nothing to look up. @returns events of this scan */
export const recordFirst = (sql: Sql, scan: StoredScan): Promise<number> => sql.execute(FIRST, paramsOf(scan));

/**
 * What a scan whose rows are in `ml_training_data` tells of its resources, compared with the scan that found each of them before. Where later scans are known, what those tell
 * is compared anew: whatever order scans come in, the same is left. @returns events of this scan
 */
export const recordLifecycle = async (sql: Sql, scan: StoredScan): Promise<number> => {
  const params = paramsOf(scan);
  const told = await sql.execute(tell(MINE), params);
  if ((await sql.query(LATER_SCAN, params)).length > 0) {
    await sql.execute(FORGET_NEXT, params);
    await sql.execute(tell(NEXT), params);
  }
  return told;
};
