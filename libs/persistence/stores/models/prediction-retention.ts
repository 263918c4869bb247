import { escapeIdentifier } from 'pg';
import type { Database } from '../../database';

/** Partitions that exist before they are needed, so that a month may begin while nobody looks. */
const MONTHS_AHEAD = 2;
/** Rows deleted in one statement: locks stay short. */
const BATCH = 1_000;
const CUTOFF = "now() - $1::int * interval '1 day'";

/** Cheap when they exist; run at start and daily. */
export const preparePredictionPartitions = async (database: Database): Promise<void> => {
  await database.query('SELECT ensure_prediction_partitions($1)', [MONTHS_AHEAD]);
};

const EXPIRED: readonly string[] = [
  `DELETE FROM predictions_log WHERE prediction_id IN (SELECT prediction_id FROM predictions_log WHERE prediction_id < first_id_of(${CUTOFF}) LIMIT $2)`,
  `DELETE FROM prediction_outcomes WHERE outcome_id IN (SELECT outcome_id FROM prediction_outcomes WHERE prediction_id < first_id_of(${CUTOFF}) LIMIT $2)`,
];

/** Whole months go as whole partitions, the rest in batches. What models were used is counted on. */
export const deleteExpiredPredictions = async (database: Database, keepDays: number): Promise<{ readonly partitions: number; readonly rows: number }> => {
  const partitions = await dropOldPartitions(database, keepDays);
  let rows = 0;
  for (const statement of EXPIRED) rows += await deleteInBatches(database, statement, keepDays);
  return { partitions, rows };
};

const dropOldPartitions = async (database: Database, keepDays: number): Promise<number> => {
  // A partition's name says its month; it may go when the month after it is already too old.
  const old = await database.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     WHERE inhparent = 'predictions_log'::regclass AND child.relname ~ '_\\d{4}_\\d{2}$'
       AND to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' <= (${CUTOFF}) AT TIME ZONE 'UTC'`,
    [keepDays],
  );
  for (const { name } of old) await database.query(`DROP TABLE IF EXISTS ${escapeIdentifier(name)}`);
  return old.length;
};

const deleteInBatches = async (database: Database, statement: string, keepDays: number): Promise<number> => {
  let total = 0;
  for (;;) {
    const deleted = await database.execute(statement, [keepDays, BATCH]);
    total += deleted;
    if (deleted < BATCH) return total;
  }
};
