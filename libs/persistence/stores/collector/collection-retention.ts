import type { Database } from '../../database';

export interface Expiry {
  /** What came before it goes. */
  readonly before: Date;
  /** Of these users alone; null: of everybody. */
  readonly users: readonly string[] | null;
}

/** Users who wish for less than what is kept at most, by their years. */
export const shorterWishes = async (database: Database, mostYears: number): Promise<ReadonlyMap<number, readonly string[]>> => {
  const rows = await database.query<{ readonly years: number; readonly users: readonly string[] }>(
    'SELECT data_retention_years::integer AS years, array_agg(user_hash::text ORDER BY user_hash) AS users FROM user_preferences WHERE data_retention_years::integer < $1 GROUP BY 1 ORDER BY 1',
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

/** Scans go after the rows that are found by them, subjects after everything. */
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
  { table: 'collection_scans', since: 'accepted_at', theirs: THEIRS },
  { table: 'collection_subjects', since: 'last_seen_at', theirs: THEIRS },
];

/** Rows at once: what is deleted is locked until its statement ends. */
const CHUNK = 10_000;

/** Deletes what has been kept for long enough. @returns rows by table */
export const expireCollected = async (database: Database, { before, users }: Expiry): Promise<Readonly<Record<string, number>>> => {
  const gone: Record<string, number> = {};
  for (const { table, since, theirs } of EXPIRING) {
    const whose = users === null ? 'true' : theirs;
    const params = users === null ? [before] : [before, users];
    const rows = await inChunks(database, `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${since} < $1 AND ${whose} LIMIT ${String(CHUNK)}))`, params);
    if (rows > 0) gone[table] = rows;
  }
  return gone;
};

const inChunks = async (database: Database, statement: string, params: readonly unknown[]): Promise<number> => {
  for (let gone = 0; ; ) {
    const rows = await database.execute(statement, params);
    gone += rows;
    if (rows < CHUNK) return gone;
  }
};
