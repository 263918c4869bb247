import type { Sql } from '../../sql';

/** Months that will be written soon, so that no price waits for its partition. */
export const MONTHS_AHEAD = 2;

export const makePartitionsAhead = async (sql: Sql, now: Date): Promise<void> => {
  const ahead = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1));
  await sql.execute('select ensure_spot_price_partitions($1, $2)', [now, ahead]);
};

const NEWEST_MONTH = `
  select max(to_timestamp(right(child.relname, 7) || ' +00', 'YYYY_MM TZH') + interval '1 month') as ends_at
  from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'spot_prices'::regclass`;

/** When the last month ends for which there is a partition; null without any. */
export const newestMonthEnd = async (sql: Sql): Promise<Date | null> => (await sql.query<{ ends_at: Date | null }>(NEWEST_MONTH))[0]?.ends_at ?? null;

/** Drops whole months that are older than `months`; those that a region's newest prices stand on stay. Says which went. */
export const dropOldPartitions = async (sql: Sql, now: Date, months: number): Promise<readonly string[]> => {
  const keepFrom = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
  const rows = await sql.query<{ name: string }>('select drop_spot_price_partitions($1) as name', [keepFrom]);
  return rows.map((row) => row.name);
};
