import type { Sql } from '../../sql';

/** What of the tables belongs to one user. */
export interface UserScope {
  /** Every hash of the user. */
  readonly users: readonly string[];
  /** Accounts that nobody else is linked to: every row of them. */
  readonly sole: readonly string[];
  /** Accounts that others use too: what came by this user's scans and actions. */
  readonly shared: readonly string[];
  /** Hashes of the user's scans. */
  readonly scans: readonly string[];
  /** null: nothing was ever collected. */
  readonly firstSeenAt: Date | null;
}

/** A series that was sent again says when it came last: any export may hold what was sent before. */
const LINKS = `
  SELECT user_hash, account_hash, first_seen_at AS seen_at FROM collection_subjects WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, account_hash, accepted_at FROM collection_scans WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, account_hash, opened_at FROM scan_uploads WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, account_hash, received_at FROM collected_events WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, account_hash, received_at FROM waiting_actions WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, account_hash, created_at FROM user_action_patterns WHERE user_hash = ANY($1::text[])
  UNION ALL SELECT user_hash, NULL, 'epoch' FROM cloudwatch_metrics_history WHERE user_hash = ANY($1::text[])`;

/** Somebody else's link, by whatever they did with the account. */
const OTHERS = ['collection_subjects', 'collection_scans', 'scan_uploads', 'collected_events', 'waiting_actions', 'user_action_patterns']
  .map((table) => `EXISTS (SELECT FROM ${table} AS other WHERE other.account_hash = linked.account_hash AND NOT other.user_hash = ANY($1::text[]))`)
  .join(' OR ');

const ACCOUNTS = `SELECT account_hash, min(seen_at) AS first_seen_at, (${OTHERS}) AS shared FROM (${LINKS}) AS linked GROUP BY account_hash ORDER BY account_hash`;
const SCANS = 'SELECT scan_hash FROM collection_scans WHERE user_hash = ANY($1::text[]) ORDER BY scan_hash';

export const readUserScope = async (sql: Sql, users: readonly string[]): Promise<UserScope> => {
  const accounts = await sql.query<{ readonly account_hash: string | null; readonly first_seen_at: Date; readonly shared: boolean }>(ACCOUNTS, [users]);
  const scans = await sql.query<{ readonly scan_hash: string }>(SCANS, [users]);
  // Series that wait have none.
  const hashes = (which: boolean): readonly string[] => accounts.flatMap(({ account_hash, shared }) => (account_hash === null || shared !== which ? [] : [account_hash]));
  const seen = accounts.map(({ first_seen_at }) => first_seen_at.getTime());
  return { users, sole: hashes(false), shared: hashes(true), scans: scans.map(({ scan_hash }) => scan_hash), firstSeenAt: seen.length === 0 ? null : new Date(Math.min(...seen)) };
};
