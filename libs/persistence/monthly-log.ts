import { escapeIdentifier } from 'pg';
import type { Database } from './database';

/** Partitions that exist before they are needed, so that a month may begin while nobody looks. */
const MONTHS_AHEAD = 2;
const BATCH = 1_000;

/** The instant before which rows are too old, where `$1` is the number of days they are kept. */
export const CUTOFF = "now() - $1::int * interval '1 day'";

export interface Removed {
  readonly partitions: number;
  readonly rows: number;
}

/** A log that is partitioned by month, as the migrations' `monthlyById` makes it. */
export interface MonthlyLog {
  readonly table: string;
  /** Function of the schema that makes the partitions ahead. */
  readonly ensure: string;
  /** What the partitions leave over, and what hangs on the log: `DELETE`s of `$2` rows at most that are older than `$1` days. */
  readonly expired: readonly string[];
}

export interface RetentionRule {
  /** Whatever is older is deleted. */
  readonly keepDays: number;
  /** Rows deleted in one statement: locks stay short. */
  readonly batch?: number;
}

/** Makes the partitions of the coming months. Cheap when they exist; run at start and daily. */
export const prepareMonths = async (database: Database, { ensure }: MonthlyLog): Promise<void> => {
  await database.query(`SELECT ${escapeIdentifier(ensure)}($1)`, [MONTHS_AHEAD]);
};

/** Whole months go as whole partitions, the rest in batches. */
export const deleteOld = async (database: Database, { table, expired }: MonthlyLog, { keepDays, batch = BATCH }: RetentionRule): Promise<Removed> => {
  const partitions = await dropOldMonths(database, table, keepDays);
  let rows = 0;
  for (const statement of expired) rows += await deleteInBatches(database, statement, [keepDays, batch]);
  return { partitions, rows };
};

const dropOldMonths = async (database: Database, table: string, keepDays: number): Promise<number> => {
  // A partition's name says its month; it may go when the month after it is already too old.
  const old = await database.query<{ name: string }>(
    `SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
     WHERE inhparent = $2::regclass AND child.relname ~ '_\\d{4}_\\d{2}$'
       AND to_date(right(child.relname, 7), 'YYYY_MM') + interval '1 month' <= (${CUTOFF}) AT TIME ZONE 'UTC'`,
    [keepDays, table],
  );
  for (const { name } of old) await database.query(`DROP TABLE IF EXISTS ${escapeIdentifier(name)}`);
  return old.length;
};

const deleteInBatches = async (database: Database, statement: string, params: readonly [keepDays: number, batch: number]): Promise<number> => {
  let total = 0;
  for (;;) {
    const deleted = await database.execute(statement, [...params]);
    total += deleted;
    if (deleted < params[1]) return total;
  }
};
