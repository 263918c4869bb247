import type { Tx } from '../../tx';
import type { ScanPlace } from './scan-rows';

/** Mostly there are none at all. In the order of the index: whatever the statistics say, not the whole table is read for it. */
const ANY_LOST = 'SELECT 1 FROM cloudwatch_metrics_history WHERE account_hash IS NULL ORDER BY account_hash, resource_hash LIMIT 1';
/** Series of the scan's resources of which nobody knew the account. */
const FOUND = `SELECT lost.id FROM cloudwatch_metrics_history AS lost
  WHERE lost.account_hash IS NULL AND EXISTS (SELECT FROM ml_training_data AS row WHERE row.scan_id = $2 AND row.resource_hash = lost.resource_hash AND row.account_hash = $1)`;
/** What the account knows already of the same series is from a scan: what was posted counts when it reaches as far. */
const DROP = `WITH found AS (${FOUND}), pairs AS (
    SELECT lost.id AS lost_id, known.id AS known_id, lost.end_date >= known.end_date AS posted_wins
    FROM cloudwatch_metrics_history AS lost JOIN found USING (id) JOIN cloudwatch_metrics_history AS known ON known.account_hash = $1 AND known.resource_hash = lost.resource_hash
      AND known.metric_name = lost.metric_name AND known.aggregation_period = lost.aggregation_period AND known.start_date = lost.start_date
  )
  DELETE FROM cloudwatch_metrics_history WHERE id IN (SELECT CASE WHEN posted_wins THEN known_id ELSE lost_id END FROM pairs)`;
const LINK = `UPDATE cloudwatch_metrics_history SET account_hash = $1, user_hash = NULL WHERE id IN (${FOUND})`;

/** Series that were posted before any scan had found their resource belong to the account of this scan from now on. @returns how many */
export const linkSeries = async (tx: Tx, { account_hash, scan_hash }: Omit<ScanPlace, 'completed_at'>): Promise<number> => {
  if ((await tx.query(ANY_LOST)).length === 0) return 0;
  await tx.execute(DROP, [account_hash, scan_hash]);
  return tx.execute(LINK, [account_hash, scan_hash]);
};
