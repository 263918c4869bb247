import type { Sql } from './sql';

/** Months that will be written soon, so that no price waits for its partition. */
export const MONTHS_AHEAD = 2;

export const makePartitionsAhead = async (sql: Sql, now: Date): Promise<void> => {
  const ahead = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1));
  await sql.execute('select ensure_spot_price_partitions($1, $2)', [now, ahead]);
};

/** Drops whole months that are older than `months`; those that a region's newest prices stand on stay. Says which went. */
export const dropOldPartitions = async (sql: Sql, now: Date, months: number): Promise<readonly string[]> => {
  const keepFrom = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
  const rows = await sql.query<{ name: string }>('select drop_spot_price_partitions($1) as name', [keepFrom]);
  return rows.map((row) => row.name);
};
