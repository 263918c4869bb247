import { escapeIdentifier } from 'pg';
import type { Database } from '../../database';

export interface RetentionRule {
  /** Whatever is older is deleted. */
  readonly keepDays: number;
  /** Rows deleted in one statement: locks stay short. */
  readonly batch?: number;
}

export interface Removed {
  readonly partitions: number;
  readonly rows: number;
}

const BATCH = 1_000;
/** Partitions that exist before they are needed, so that a month may begin while nobody looks. */
const MONTHS_AHEAD = 2;

/** Makes the partitions of the coming months. Cheap when they exist; run at start and daily. */
export const preparePartitions = async (database: Database): Promise<void> => {
  await database.query('SELECT ensure_decision_partitions($1)', [MONTHS_AHEAD]);
};

const CUTOFF = "now() - $1::int * interval '1 day'";

/** Whole months go as whole partitions; the rest, and what hangs on the decisions, in batches. */
const EXPIRED: readonly string[] = [
  `DELETE FROM decision_execution_log WHERE execution_id IN
     (SELECT execution_id FROM decision_execution_log WHERE execution_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM decision_outcomes WHERE outcome_id IN (SELECT outcome_id FROM decision_outcomes WHERE decision_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM newest_decisions WHERE decision_id IN (SELECT decision_id FROM newest_decisions WHERE decision_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  // A cluster of which nothing has been heard for a month is gone: nobody is asked about it any longer.
  `DELETE FROM cluster_snapshots WHERE (tenant, cluster_id) IN
     (SELECT tenant, cluster_id FROM cluster_snapshots WHERE received_at < now() - least($1::int, 30) * interval '1 day' LIMIT $2)`,
  `DELETE FROM decision_claims WHERE (tenant, request_id) IN
     (SELECT tenant, request_id FROM decision_claims WHERE claimed_at < ${CUTOFF} LIMIT $2)`,
  `DELETE FROM engine_memory WHERE (tenant, cluster_id, engine_type, key) IN
     (SELECT tenant, cluster_id, engine_type, key FROM engine_memory WHERE expires_at < now() - least($1::int, 1) * interval '1 day' LIMIT $2)`,
];

export const deleteExpired = async (database: Database, { keepDays, batch = BATCH }: RetentionRule): Promise<Removed> => {
  const partitions = await dropOldPartitions(database, keepDays);
  let rows = 0;
  for (const statement of EXPIRED) rows += await deleteInBatches(database, { statement, keepDays, batch });
  return { partitions, rows };
};

const dropOldPartitions = async (database: Database, keepDays: number): Promise<number> => {
  // A partition's name says its month; it may go when the month after it is already too old.
  const old = await database.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     WHERE inhparent = 'decision_execution_log'::regclass AND child.relname ~ '_\\d{4}_\\d{2}$'
       AND to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' <= (${CUTOFF}) AT TIME ZONE 'UTC'`,
    [keepDays],
  );
  for (const { name } of old) await database.query(`DROP TABLE IF EXISTS ${escapeIdentifier(name)}`);
  return old.length;
};

interface Deletion {
  readonly statement: string;
  readonly keepDays: number;
  readonly batch: number;
}

const deleteInBatches = async (database: Database, { statement, keepDays, batch }: Deletion): Promise<number> => {
  let total = 0;
  for (;;) {
    const deleted = await database.execute(statement, [keepDays, batch]);
    total += deleted;
    if (deleted < batch) return total;
  }
};
