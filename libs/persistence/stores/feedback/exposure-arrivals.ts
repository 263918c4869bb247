import type { Sql } from '../../sql';

export interface Arrivals {
  /** Since when snapshots and hours are waited for. */
  readonly since: Date;
  /** When one came last; null: never. */
  readonly last_at: Date | null;
}

/** Others may note the same moment: once in a while is enough, so that nobody waits for this row. */
const NOTE = "UPDATE exposure_arrivals SET last_at = $1 WHERE last_at IS NULL OR last_at < $1::timestamptz - interval '10 seconds'";

export const noteArrival = async (sql: Sql, at: Date): Promise<void> => {
  await sql.execute(NOTE, [at]);
};

export const readArrivals = async (sql: Sql): Promise<Arrivals> => {
  const [row] = await sql.query<Arrivals>('SELECT since, last_at FROM exposure_arrivals');
  if (row === undefined) throw new Error('the row of exposure_arrivals is gone');
  return row;
};
