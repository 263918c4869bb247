import type { PoolKey } from '@ml/contracts/pools';
import type { Sql } from '../../sql';
import type { Tx } from '../../tx';
import type { PoolCustomer } from './loss-rows';

/** Every pool of which anybody saw anything, or something was learned. */
export const poolsToLearn = (sql: Pick<Sql, 'query'>): Promise<readonly PoolKey[]> =>
  sql.query<PoolKey>(
    `SELECT instance_type, availability_zone, max(region) AS region FROM (
       SELECT instance_type, availability_zone, region FROM pool_exposure
       UNION ALL SELECT instance_type, availability_zone, region FROM pool_losses
       UNION ALL SELECT instance_type, availability_zone, region FROM risk_score_adjustments
       UNION ALL SELECT instance_type, availability_zone, region FROM interruption_feedback WHERE source = 'hours'
     ) AS known GROUP BY instance_type, availability_zone ORDER BY instance_type, availability_zone`,
  );

/** One look into the index for each loss: a join is planned for few customers while nobody has counted the rows, and compares ten thousand with ten thousand. */
const STALE = {
  name: 'losses-stale',
  text: `WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS pools (instance_type, availability_zone, region))
    SELECT asked.instance_type, asked.availability_zone, asked.region, loss.customer_id
    FROM asked JOIN pool_losses AS loss USING (instance_type, availability_zone)
    WHERE loss.hour_losses > 0 OR loss.last_at <= $4 OR abs(loss.nodes_had - coalesce((
        SELECT exposure.instance_hours / nullif(exposure.observed_hours, 0) FROM pool_exposure AS exposure
        WHERE exposure.instance_type = loss.instance_type AND exposure.availability_zone = loss.availability_zone AND exposure.customer_id = loss.customer_id), 0)::float8) > 0.1 * loss.nodes_had
    UNION
    SELECT asked.instance_type, asked.availability_zone, asked.region, hour.customer_id
    FROM asked JOIN interruption_feedback AS hour USING (instance_type, availability_zone) WHERE hour.source = 'hours' AND hour.interruption_timestamp > $4`,
};

/**
 * Whose losses are to be counted again although no report of theirs has come: who counts by hours, who has another number of nodes than was thought (by more than a
 * tenth), and of whom there is nothing left since the horizon.
 */
export const staleLosses = (tx: Tx, pools: readonly PoolKey[], horizon: Date): Promise<readonly PoolCustomer[]> =>
  tx.query<PoolCustomer>(STALE, [pools.map((pool) => pool.instance_type), pools.map((pool) => pool.availability_zone), pools.map((pool) => pool.region), horizon]);

export interface LessonCounts {
  readonly pools: number;
  /** Learned far from what the advisor says, and with confidence. */
  readonly far: number;
}

export const lessonCounts = async (sql: Pick<Sql, 'query'>, { difference, confidence }: { readonly difference: number; readonly confidence: number }): Promise<LessonCounts> => {
  const [row] = await sql.query<LessonCounts>(
    'SELECT count(*)::integer AS pools, (count(*) FILTER (WHERE advisor_known AND abs(final_score - base_score) >= $1 AND confidence >= $2))::integer AS far FROM risk_score_adjustments',
    [difference, confidence],
  );
  return row ?? { pools: 0, far: 0 };
};
