import type { Dataset, DatasetColumn } from '@ml/domain/collection/dataset';
import type { QualityCounts } from '@ml/domain/collection/quality';
import type { Sql } from '../../sql';

/** Beyond, duplicates are counted among a sixteenth of the rows: those whose hash begins with 0. */
const COUNTED_ROWS = 200_000;
const SIXTEENTH = 16;

const outOfRange = ({ name, least, most }: DatasetColumn): string => {
  const beyond = [least === null ? null : `${name} < ${String(least)}`, most === null ? null : `${name} > ${String(most)}`].filter((condition) => condition !== null);
  // NaN is the largest number of all.
  return `count(*) FILTER (WHERE ${beyond.join(' OR ')}) AS "range_${name}"`;
};

/** Names are those of our own columns. */
const countsOf = ({ table, columns }: Dataset): string => {
  const nulls = columns.filter(({ critical }) => critical).map(({ name }) => `count(*) FILTER (WHERE ${name} IS NULL) AS "null_${name}"`);
  const ranges = columns.filter(({ least, most }) => least !== null || most !== null).map(outOfRange);
  return `SELECT count(*) AS rows, ${[...nulls, ...ranges].join(', ')} FROM ${table}`;
};

/** What is wrong with a whole table. */
export const countFaults = async (sql: Sql, dataset: Dataset): Promise<QualityCounts> => {
  const [counted = {}] = await sql.query<Record<string, number>>(countsOf(dataset));
  const rows = counted['rows'] ?? 0;
  const named = (prefix: string): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(counted).filter(([name]) => name.startsWith(prefix)).map(([name, count]) => [name.slice(prefix.length), count]));
  return { rows, nulls: named('null_'), out_of_range: named('range_'), duplicates: await countDuplicates(sql, dataset, rows) };
};

const countDuplicates = async (sql: Sql, { table, key }: Dataset, rows: number): Promise<number> => {
  const some = rows > COUNTED_ROWS ? `WHERE ${key[0]} >= '0' AND ${key[0]} < '1'` : '';
  const [found] = await sql.query<{ more: number }>(`SELECT coalesce(sum(times - 1), 0)::bigint AS more FROM (SELECT count(*) AS times FROM ${table} ${some} GROUP BY ${key.join(', ')}) alike`);
  return (found?.more ?? 0) * (some === '' ? 1 : SIXTEENTH);
};

export interface CollectionRates {
  /** Share of resources that somebody did something about, 0 to 1; null: there are none. */
  readonly action_rate: number | null;
  readonly records_per_scan: number | null;
}

export const collectionRates = async (sql: Sql): Promise<CollectionRates> => {
  const [found] = await sql.query<{ rows: number; acted: number; scans: number }>('SELECT count(*) AS rows, count(user_action) AS acted, count(DISTINCT scan_id) AS scans FROM ml_training_data');
  const { rows = 0, acted = 0, scans = 0 } = found ?? {};
  return rows === 0 ? { action_rate: null, records_per_scan: null } : { action_rate: acted / rows, records_per_scan: rows / scans };
};
