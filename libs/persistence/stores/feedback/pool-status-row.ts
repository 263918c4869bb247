import type { PoolKey, PoolLevel } from '@ml/contracts/pools';
import type { Sql } from '../../sql';

/** Everything that is known of one pool, at one instant. */
export interface PoolStatusRow {
  readonly risk_level: PoolLevel;
  readonly affected_clients_count: number;
  readonly recent_interruptions: number;
  readonly last_interruption_time: Date | null;
  /** The same of one customer alone, when one was named. */
  readonly own_interruptions: number | null;
  readonly own_last: Date | null;
  readonly episode_id: string | null;
  /** Of its worst window. */
  readonly episode_customers: number | null;
  readonly ends_at: Date | null;
  readonly blocked_until: Date | null;
  /** Null: nobody saw anything there. */
  readonly final_score: number | null;
  readonly confidence: number | null;
  /** How much more than expected its family in its region was interrupted; null when nothing is known. */
  readonly ratio: number | null;
}

export interface StatusAsked {
  readonly windowMs: number;
  /** By how much the clock of this program is ahead of the database's: 0 but in tests. */
  readonly offsetMs: number;
  readonly customer: string | null;
}

const QUERY = "SELECT * FROM pool_status_at($1, $2, $3, $4 * interval '1 millisecond', $5 * interval '1 millisecond', $6)";

/** One look at the tables, whether or not anybody has heard of the pool. */
export const readPoolStatus = async (sql: Sql, { instance_type, availability_zone, region }: PoolKey, { windowMs, offsetMs, customer }: StatusAsked): Promise<PoolStatusRow> => {
  const [row] = await sql.query<PoolStatusRow>(QUERY, [instance_type, availability_zone, region, windowMs, offsetMs, customer]);
  if (row === undefined) throw new Error('a question without a table has no answer');
  return row;
};
