import type { Sql } from '../../sql';

/** Of everything that was ever reported, by the newest count. */
export interface LearningTotals {
  readonly instance_hours: number;
  /** Events: nodes lost together count once. */
  readonly interruptions: number;
  /** 0 to 0.25, as `calculate_feedback_weight` says. */
  readonly weight: number;
}

const NOTHING: LearningTotals = { instance_hours: 0, interruptions: 0, weight: 0 };

const NEWEST = `
  SELECT total_instance_hours AS instance_hours, total_interruptions AS interruptions, calculate_feedback_weight(total_instance_hours, total_interruptions)::float8 AS weight
  FROM feedback_learning_stats ORDER BY stat_day DESC LIMIT 1`;

/** @throws AppError UNAVAILABLE */
export const readTotals = async (sql: Sql): Promise<LearningTotals> => (await sql.query<LearningTotals>(NEWEST))[0] ?? NOTHING;
