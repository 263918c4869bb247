import type { Tx } from '../../tx';
import { lockActions } from './lock-actions';
import { settleActions } from './settle-actions';

export interface ScanRows {
  readonly scan_hash: string;
  readonly account_hash: string;
}

/**
 * Actions that wait for a resource of the scan, and those that a row of it tells more about than was known when they were told.
 * Each row is looked up by itself: a join is planned for the few actions of yesterday, and compares thousands with all rows of the scan.
 */
const TOUCHED = `WITH told AS (
    SELECT resource_hash, 'infinity'::timestamptz AS until FROM waiting_actions WHERE account_hash = $1
    UNION ALL
    SELECT resource_hash, greatest(action_at, detected_at) FROM user_action_patterns WHERE account_hash = $1
  ), seen AS MATERIALIZED (
    SELECT resource_hash, until, (SELECT min(detected_at) FROM ml_training_data AS row WHERE row.scan_id = $2 AND row.resource_hash = told.resource_hash) AS first FROM told
  )
  SELECT DISTINCT resource_hash FROM seen WHERE first <= until`;

/** Resources of one statement, in which they are compared with one another. */
const CHUNK = 200;

/**
 * What was done with resources of the scan, once its rows are in `ml_training_data`: actions that waited for it are recorded, those that were recorded carry over to
 * its rows. Call it late: until the transaction ends, actions of the account wait; and before any row of `cost_trend_data` is touched. A scan again changes nothing.
 * Answers how many resources are concerned.
 */
export const applyWaitingActions = async (tx: Tx, { scan_hash, account_hash }: ScanRows): Promise<number> => {
  await lockActions(tx, [account_hash]);
  const touched = await tx.query<{ resource_hash: string }>(TOUCHED, [account_hash, scan_hash]);
  const aliases = touched.map(({ resource_hash }, place) => ({ place, account_hash, resource_hash }));
  for (let from = 0; from < aliases.length; from += CHUNK) await settleActions(tx, aliases.slice(from, from + CHUNK));
  return aliases.length;
};
