import type { Sql } from '@ml/persistence/sql';
import type { Clock } from '@ml/platform/clock';

/** Read once for a transaction: replicas agree about it, whatever their own clocks show. */
export const databaseNow = async (sql: Sql, clock: Clock): Promise<Date> => {
  const [row] = await sql.query<{ readonly now: Date }>('SELECT clock_timestamp() AS now');
  if (row === undefined) throw new Error('the database has no clock');
  return clock.shown(row.now);
};
