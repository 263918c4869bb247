import type { Tx } from '../../tx';
import { lockActions } from './lock-actions';
import { onlyMine } from './only-mine';
import type { AccountMonth } from './recompute-eliminated';
import { refreshCostTrend } from './refresh-cost-trend';
import { lockAccounts } from './scans';
import type { UserScope } from './user-scope';

/** Rows that have gone, by table. */
export type ErasedRows = Readonly<Record<string, number>>;

/** What the user did with resources of accounts that others use too: the others' rows forget it. */
const MINE_SHARED = 'SELECT account_hash, resource_hash FROM user_action_patterns WHERE user_hash = ANY($1::text[]) AND account_hash = ANY($3::text[])';
const UNMARK = `UPDATE ml_training_data AS row SET user_action = NULL FROM (${MINE_SHARED}) AS mine
  WHERE row.account_hash = mine.account_hash AND row.resource_hash = mine.resource_hash AND row.user_action IS NOT NULL`;
/** Whose amounts the user's scans and actions are in. */
const MONTHS = `SELECT account_hash, to_char(action_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month FROM user_action_patterns WHERE user_hash = ANY($1::text[]) AND account_hash = ANY($3::text[])
  UNION SELECT account_hash, to_char(completed_at AT TIME ZONE 'UTC', 'YYYY-MM') FROM collection_scans WHERE user_hash = ANY($1::text[]) AND account_hash = ANY($3::text[])
  ORDER BY account_hash, month`;

/**
 * In this order: what others are found by goes last. $1 hashes of the user, $2 accounts of this user alone, $3 shared ones, $4 the user's scans.
 * A series of a resource that no scan has found has no account; it goes when the user sent it, or waits for that resource. A series that was posted, or a bill, goes when nobody else has found its resource.
 */
const DELETES: readonly (readonly [table: string, where: string])[] = [
  ['resource_lifecycle_events', `account_hash = ANY($2::text[]) OR (account_hash = ANY($3::text[]) AND (scan_id = ANY($4::text[]) OR (event_type = 'deleted' AND (account_hash, resource_hash) IN (${MINE_SHARED}))))`],
  ['cloudwatch_metrics_history', `account_hash = ANY($2::text[]) OR (account_hash = ANY($3::text[]) AND (scan_id = ANY($4::text[]) OR ${onlyMine('cloudwatch_metrics_history', '$4')})) OR (account_hash IS NULL AND (user_hash = ANY($1::text[]) OR resource_hash IN (SELECT resource_hash FROM waiting_actions WHERE user_hash = ANY($1::text[]))))`],
  ['resource_actuals', `account_hash = ANY($2::text[]) OR (account_hash = ANY($3::text[]) AND ${onlyMine('resource_actuals', '$4')})`],
  ['ml_training_data', 'account_hash = ANY($2::text[]) OR (account_hash = ANY($3::text[]) AND scan_id = ANY($4::text[]))'],
  ['user_action_patterns', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
  ['cost_trend_data', 'account_hash = ANY($2::text[])'],
  ['account_actuals', 'account_hash = ANY($2::text[])'],
  ['waiting_actions', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
  ['collected_events', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
  ['scan_uploads', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
  ['outbox', `subject LIKE 'work.collector.scan.%' AND body ->> 'scan_hash' = ANY($4::text[])`],
  ['collection_scans', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
  ['user_preferences', 'user_hash = ANY($1::text[]) OR earlier_hashes && $1::text[]'],
  ['collection_subjects', 'user_hash = ANY($1::text[]) OR account_hash = ANY($2::text[])'],
];

/** Only the parameters that a statement names: the server cannot know the types of others. */
const USED = 'WITH given AS (SELECT $1::text[], $2::text[], $3::text[], $4::text[])';

/**
 * Deletes what belongs to the user, and what others' rows say because of them; amounts of shared accounts are derived again from what is left. The user is held. In one transaction however much it is: there is no moment at which half of somebody is kept.
 */
export const eraseUser = async (tx: Tx, { users, sole, shared, scans }: UserScope): Promise<ErasedRows> => {
  const params = [users, sole, shared, scans];
  const accounts = [...sole, ...shared];
  await lockAccounts(tx, accounts);
  await lockActions(tx, accounts);
  const months = await tx.query<AccountMonth>(`${USED} ${MONTHS}`, params);
  await tx.execute(`${USED} ${UNMARK}`, params);
  const rows: Record<string, number> = {};
  for (const [table, where] of DELETES) {
    const gone = await tx.execute(`${USED} DELETE FROM ${table} WHERE ${where}`, params);
    if (gone > 0) rows[table] = gone;
  }
  for (const month of months) await refreshCostTrend(tx, month);
  return rows;
};

/** An objection survives: nothing of whoever has this hash is collected. */
export const suppress = async (tx: Tx, subjectHash: string): Promise<void> => {
  await tx.execute('INSERT INTO suppressed_subjects (subject_hash) VALUES ($1) ON CONFLICT (subject_hash) DO NOTHING', [subjectHash]);
};
