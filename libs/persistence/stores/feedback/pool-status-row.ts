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

const QUERY = `WITH asked AS MATERIALIZED (
    SELECT $1::text AS instance_type, $2::text AS availability_zone, $3::text AS region, clock_timestamp() + $5 * interval '1 millisecond' AS now, $4 * interval '1 millisecond' AS width
  )
  SELECT risk.*, own_interruptions, own_last, episode_id, episode.customers AS episode_customers, episode.ends_at, block.blocked_until,
    lesson.final_score::float8, lesson.confidence::float8, coalesce(family.ratio, whole.ratio)::float8 AS ratio
  FROM asked CROSS JOIN LATERAL pool_risk_at(instance_type, availability_zone, region, now, width, $5 * interval '1 millisecond') AS risk
  LEFT JOIN LATERAL (
    SELECT count_interruption_events(asked.instance_type, asked.availability_zone, asked.region, now - width, $6) AS own_interruptions, max(interruption_timestamp) AS own_last
    FROM interruption_feedback AS own
    WHERE own.instance_type = asked.instance_type AND own.availability_zone = asked.availability_zone AND own.region = asked.region AND source = 'report' AND interruption_timestamp > now - width AND customer_id = $6
  ) AS own ON $6::text IS NOT NULL AND risk.affected_clients_count < 3
  LEFT JOIN pool_episodes AS episode ON episode.instance_type = asked.instance_type AND episode.availability_zone = asked.availability_zone AND episode.ended_at IS NULL AND risk.risk_level <> 'NORMAL'
  LEFT JOIN pool_blocks AS block ON block.instance_type = asked.instance_type AND block.availability_zone = asked.availability_zone AND block.blocked_until > now
  LEFT JOIN risk_score_adjustments AS lesson ON lesson.instance_type = asked.instance_type AND lesson.availability_zone = asked.availability_zone
  LEFT JOIN learned_ratios AS family ON family.region = asked.region AND family.family = split_part(asked.instance_type, '.', 1)
  LEFT JOIN learned_ratios AS whole ON whole.region = asked.region AND whole.family = ''`;

/** One look at the tables, whether or not anybody has heard of the pool. */
export const readPoolStatus = async (sql: Sql, { instance_type, availability_zone, region }: PoolKey, { windowMs, offsetMs, customer }: StatusAsked): Promise<PoolStatusRow> => {
  const [row] = await sql.query<PoolStatusRow>(QUERY, [instance_type, availability_zone, region, windowMs, offsetMs, customer]);
  if (row === undefined) throw new Error('a question without a table has no answer');
  return row;
};
