import type { LearnedPatterns } from '@ml/contracts/learning';
import type { Sql } from '../../sql';
import type { ObservedPool } from './pattern-rows';

export interface TypeInRegion {
  readonly instance_type: string;
  readonly region: string;
}

export type TemporalData = LearnedPatterns['temporal_patterns'] & Pick<LearnedPatterns, 'seasonal_patterns'>;

/** What stands out of a type in a region; null: nothing. */
export interface KeptPatterns extends TypeInRegion {
  readonly temporal_data: TemporalData | null;
  readonly workload_data: LearnedPatterns['workload_patterns'] | null;
}

/** Types of which something was observed since their patterns were looked for; those of which most was, first. */
export const typesToLookAt = (sql: Sql, most: number): Promise<readonly TypeInRegion[]> =>
  sql.query<TypeInRegion>(
    `SELECT instance_type, region FROM risk_score_adjustments WHERE total_observations <> patterns_of
     GROUP BY instance_type, region ORDER BY sum(abs(total_observations - patterns_of)) DESC, instance_type, region LIMIT $1`,
    [most],
  );

/** With the lessons of the pools they were made of. A pool that somebody holds just now has its turn the next time. */
export const keepPatterns = (sql: Sql, { instance_type, temporal_data, workload_data }: KeptPatterns, pools: readonly ObservedPool[]): Promise<number> =>
  sql.execute(
    `UPDATE risk_score_adjustments AS lesson SET temporal_data = $2, workload_data = $3, patterns_of = free.observations
     FROM (
       SELECT adjustment_id, looked.observations FROM risk_score_adjustments
       JOIN unnest($4::text[], $5::integer[]) AS looked (availability_zone, observations) USING (availability_zone)
       WHERE instance_type = $1 ORDER BY availability_zone FOR UPDATE OF risk_score_adjustments SKIP LOCKED
     ) AS free WHERE lesson.adjustment_id = free.adjustment_id`,
    [instance_type, toJson(temporal_data), toJson(workload_data), pools.map(({ availability_zone }) => availability_zone), pools.map(({ observations }) => observations)],
  );

/** Of every type and region of which anything stands out. */
export const allPatterns = (sql: Sql): Promise<readonly KeptPatterns[]> =>
  sql.query<KeptPatterns>(
    `SELECT DISTINCT ON (instance_type, region) instance_type, region, temporal_data, workload_data FROM risk_score_adjustments
     WHERE temporal_data IS NOT NULL OR workload_data IS NOT NULL ORDER BY instance_type, region, patterns_of DESC`,
  );

const toJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
