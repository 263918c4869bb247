import type { Database } from '../../database';
import type { Params, Tx } from '../../tx';
import { withdrawExports, withdrawReachingBack } from './withdraw-exports';

export interface Expiry {
  /** What came before it goes. */
  readonly before: Date;
  /** Of these users alone; null: of everybody. */
  readonly users: readonly string[] | null;
}

/** For every number of years less than what is kept at most: who wishes for that or for still less, by every hash that is known of them. */
export const shorterWishes = async (database: Database, mostYears: number): Promise<ReadonlyMap<number, readonly string[]>> => {
  const rows = await database.query<{ readonly years: number; readonly users: readonly string[] }>(
    `WITH wishes AS MATERIALIZED (SELECT data_retention_years::integer AS years, array_append(earlier_hashes, user_hash::text) AS hashes FROM user_preferences WHERE data_retention_years::integer < $1)
     SELECT years, ARRAY(SELECT unnest(hashes) FROM wishes AS shorter WHERE shorter.years <= wished.years) AS users FROM (SELECT DISTINCT years FROM wishes) AS wished ORDER BY years`,
    [mostYears],
  );
  return new Map(rows.map(({ years, users }) => [years, users]));
};

/** Of accounts with several users the one who wants it longest decides. $1 the time, $2 users. */
const ONLY_THEIRS = (table: string): string => `EXISTS (SELECT FROM collection_subjects AS s WHERE s.account_hash = ${table}.account_hash)
  AND NOT EXISTS (SELECT FROM collection_subjects AS s WHERE s.account_hash = ${table}.account_hash AND NOT s.user_hash = ANY($2::text[]))`;
const THEIR_SCANS = 'scan_id IN (SELECT scan_hash FROM collection_scans WHERE user_hash = ANY($2::text[]) AND accepted_at < $1)';
const THEIRS = 'user_hash = ANY($2::text[])';

interface Expiring {
  readonly table: string;
  /** When the row came. */
  readonly since: string;
  /** Which rows are a user's. */
  readonly theirs: string;
}

/** Scans go after the rows that are found by them, and not before those were written. */
const EXPIRING: readonly Expiring[] = [
  { table: 'ml_training_data', since: 'created_at', theirs: THEIR_SCANS },
  { table: 'resource_lifecycle_events', since: 'created_at', theirs: `(${THEIR_SCANS} OR (scan_id IS NULL AND ${ONLY_THEIRS('resource_lifecycle_events')}))` },
  { table: 'cloudwatch_metrics_history', since: 'collected_at', theirs: `(${THEIR_SCANS} OR (scan_id IS NULL AND ${ONLY_THEIRS('cloudwatch_metrics_history')}))` },
  { table: 'user_action_patterns', since: 'created_at', theirs: THEIRS },
  { table: 'cost_trend_data', since: 'created_at', theirs: ONLY_THEIRS('cost_trend_data') },
  { table: 'account_actuals', since: 'as_of', theirs: ONLY_THEIRS('account_actuals') },
  { table: 'resource_actuals', since: 'as_of', theirs: ONLY_THEIRS('resource_actuals') },
  { table: 'waiting_actions', since: 'received_at', theirs: THEIRS },
  { table: 'collected_events', since: 'received_at', theirs: THEIRS },
  { table: 'collection_scans', since: 'coalesce(stored_at, accepted_at)', theirs: THEIRS },
];

/** Rows at once: what is deleted is locked until its statement ends. */
const CHUNK = 10_000;

/**
 * Deletes what has been kept for long enough, in pieces. Each takes back the exports that hold what it deletes, to be made again without it: an erasure would not find
 * them any more, and whoever dies half-way has left none. Whoever looks for files that were taken back deletes theirs. @returns rows by table
 */
export const expireCollected = async (database: Database, expiry: Expiry): Promise<Readonly<Record<string, number>>> => {
  const gone: Record<string, number> = {};
  for (const { table, since, theirs } of EXPIRING) {
    const whose = expiry.users === null ? 'true' : theirs;
    const statement = `DELETE FROM ${table} WHERE ${some(table, `${since} < $1 AND ${whose}`, CHUNK)} AND ${since} < $1`;
    const rows = await untilFewer(CHUNK, () => database.transaction((tx) => expireSome(tx, statement, expiry)));
    if (rows > 0) gone[table] = rows;
  }
  await untilFewer(SUBJECTS, () => database.transaction((tx) => expireSubjects(tx, expiry, gone)));
  return gone;
};

const paramsOf = ({ before, users }: Expiry): Params => (users === null ? [before] : [before, users]);

const expireSome = async (tx: Tx, statement: string, expiry: Expiry): Promise<number> => {
  const rows = await tx.execute(statement, paramsOf(expiry));
  if (rows > 0) await withdrawReachingBack(tx, expiry.before);
  return rows;
};

/** All that the pieces come to; one that is not full is the last. */
const untilFewer = async (most: number, piece: () => Promise<number>): Promise<number> => {
  for (let all = 0; ; ) {
    const rows = await piece();
    all += rows;
    if (rows < most) return all;
  }
};

/** Some of them; whoever deletes them says once more what may have changed meanwhile. */
const some = (table: string, where: string, most: number): string => `ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${String(most)}))`;

/** Users at once; of their accounts little is left by then. */
const SUBJECTS = 500;
const OF_ACCOUNTS = ['ml_training_data', 'resource_lifecycle_events', 'cloudwatch_metrics_history', 'cost_trend_data', 'account_actuals', 'resource_actuals'];

interface LeftSubject {
  readonly account_hash: string;
  readonly first_seen_at: Date;
}

/**
 * Users go after everything else. What is left of an account that nobody is linked to any more, such as what it cost yesterday, would be found by nobody: it goes with them,
 * as by an erasure, from exports of any window.
 */
const expireSubjects = async (tx: Tx, expiry: Expiry, gone: Record<string, number>): Promise<number> => {
  const expired = `last_seen_at < $1 AND ${expiry.users === null ? 'true' : THEIRS}`;
  const left = await tx.query<LeftSubject>(
    `DELETE FROM collection_subjects WHERE ${some('collection_subjects', expired, SUBJECTS)} AND last_seen_at < $1 RETURNING account_hash, first_seen_at`,
    paramsOf(expiry),
  );
  if (left.length > 0) gone['collection_subjects'] = (gone['collection_subjects'] ?? 0) + left.length;
  const accounts = [...new Set(left.map(({ account_hash }) => account_hash))];
  let orphans = 0;
  for (const table of accounts.length === 0 ? [] : OF_ACCOUNTS) {
    const rows = await tx.execute(`DELETE FROM ${table} WHERE account_hash = ANY($1::text[]) AND NOT EXISTS (SELECT FROM collection_subjects AS s WHERE s.account_hash = ${table}.account_hash)`, [accounts]);
    if (rows > 0) gone[table] = (gone[table] ?? 0) + rows;
    orphans += rows;
  }
  if (orphans > 0) await withdrawExports(tx, new Date(Math.min(...left.map(({ first_seen_at }) => first_seen_at.getTime()))));
  return left.length;
};
