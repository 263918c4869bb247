import type { RegionHours } from '@ml/domain/learning/patterns/learned-patterns';
import type { ReportedInterruption } from '@ml/domain/learning/patterns/reported-interruption';
import type { Sql } from '../../sql';

export interface TypeScope {
  readonly instance_type: string;
  /** null: all. */
  readonly region: string | null;
}

/** A pool of the type, and how many observations of it there were when it was looked at. */
export interface ObservedPool {
  readonly availability_zone: string;
  readonly region: string;
  readonly observations: number;
}

/** What patterns of a type are made of. */
export interface PatternRows {
  readonly pools: readonly ObservedPool[];
  readonly reports: readonly ReportedInterruption[];
  readonly exposure: readonly RegionHours[];
  /** The database's clock. */
  readonly now: Date;
}

const POOLS = `SELECT availability_zone, region, total_observations AS observations FROM risk_score_adjustments
  WHERE instance_type = $1 AND ($2::text IS NULL OR region = $2) AND total_observations > 0 ORDER BY availability_zone`;

/** The newest of each pool, by the index that levels are read with. */
const REPORTS = `SELECT newest.customer, pool.availability_zone AS zone, pool.region, newest.workload, newest."recoverySeconds", newest.at
  FROM unnest($2::text[], $3::text[]) AS pool (availability_zone, region) CROSS JOIN LATERAL (
    SELECT customer_id AS customer, workload_type AS workload, total_recovery_seconds AS "recoverySeconds", (extract(epoch FROM interruption_timestamp) * 1000)::float8 AS at
    FROM interruption_feedback AS report
    WHERE report.instance_type = $1 AND report.availability_zone = pool.availability_zone AND report.region = pool.region
    ORDER BY interruption_timestamp DESC LIMIT $4
  ) AS newest`;

const EXPOSURE = `SELECT region, sum(instance_hours)::float8 AS hours, count(DISTINCT customer_id)::integer AS customers FROM pool_exposure
  WHERE instance_type = $1 AND ($2::text IS NULL OR region = $2) GROUP BY region`;

/** At most so many reports in all, the newest of each pool. */
export const readPatternRows = async (sql: Sql, { instance_type, region }: TypeScope, most: number): Promise<PatternRows> => {
  const [clock] = await sql.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const pools = await sql.query<ObservedPool>(POOLS, [instance_type, region]);
  const ofEach = Math.floor(most / Math.max(1, pools.length));
  const columns = [pools.map(({ availability_zone }) => availability_zone), pools.map((pool) => pool.region)];
  const reports = pools.length === 0 ? [] : await sql.query<ReportedInterruption>(REPORTS, [instance_type, ...columns, ofEach]);
  const exposure = await sql.query<RegionHours>(EXPOSURE, [instance_type, region]);
  return { pools, reports, exposure, now: clock?.now ?? new Date() };
};
