import type { Sql } from '../../sql';
import type { Tx } from '../../tx';

/** Of everything that was ever reported, by the newest count. */
export interface LearningTotals {
  readonly instance_hours: number;
  /** Events: nodes lost together count once. */
  readonly interruptions: number;
  /** 0 to 0.25, as `calculate_feedback_weight` says. */
  readonly weight: number;
}

/** The newest count, whole. */
export interface LearningCount extends LearningTotals {
  readonly reports: number;
  readonly successful_deployments: number;
  readonly customers: number;
  /** Share of reports with a forecast that had been forecast; null: too few. */
  readonly accuracy: number | null;
  /** null: nothing was learned. */
  readonly confidence: number | null;
  readonly last_report_at: Date | null;
}

const NOTHING: LearningCount = { instance_hours: 0, interruptions: 0, weight: 0, reports: 0, successful_deployments: 0, customers: 0, accuracy: null, confidence: null, last_report_at: null };

const TOTALS = 'total_instance_hours AS instance_hours, total_interruptions AS interruptions, calculate_feedback_weight(total_instance_hours, total_interruptions)::float8 AS weight';
const COUNT = `${TOTALS}, total_reports AS reports, total_successful_deployments AS successful_deployments, customers, prediction_accuracy::float8 AS accuracy, avg_confidence::float8 AS confidence, last_report_at`;
const NEWEST = 'FROM feedback_learning_stats ORDER BY stat_day DESC LIMIT 1';

/** @throws AppError UNAVAILABLE */
export const readTotals = async (sql: Sql): Promise<LearningTotals> => (await sql.query<LearningTotals>(`SELECT ${TOTALS} ${NEWEST}`))[0] ?? NOTHING;

/** @throws AppError UNAVAILABLE */
export const readCount = async (sql: Sql): Promise<LearningCount> => (await sql.query<LearningCount>(`SELECT ${COUNT} ${NEWEST}`))[0] ?? NOTHING;

/** Whether it is this caller's turn to count: nobody else counts just now, or has done so within the interval. */
const TURN = `SELECT pg_try_advisory_xact_lock(hashtextextended('learning-stats', 0))
    AND NOT EXISTS (SELECT FROM feedback_learning_stats WHERE last_updated > clock_timestamp() - $1 * interval '1 millisecond') AS free`;

/** What was forgotten since the last count takes nothing from the totals. */
const sum = (total: string, known: string, now: string): string => `coalesce(before.${total}, 0) + greatest(0, ${now} - coalesce(before.${known}, 0))`;

const REFRESH = `
  WITH before AS (
    SELECT * FROM (SELECT 1) AS always LEFT JOIN (SELECT total_interruptions, interruptions_known, total_reports, reports_known FROM feedback_learning_stats ORDER BY stat_day DESC LIMIT 1) AS newest ON true
  ), pools AS (
    SELECT coalesce(sum(interruption_count), 0)::integer AS interruptions, coalesce(sum(successful_deployments), 0)::integer AS successful, avg(confidence) AS confidence FROM risk_score_adjustments
  ), hours AS (
    SELECT floor(coalesce(sum(instance_hours), 0))::bigint AS hours FROM pool_exposure
  ), reports AS (
    SELECT count(*) AS reports, max(received_at) AS last_at, count(was_predicted) AS judged, count(*) FILTER (WHERE was_predicted) AS predicted FROM interruption_feedback WHERE source = 'report'
  ), customers AS (
    SELECT count(*)::integer AS customers FROM (SELECT customer_id FROM pool_exposure UNION SELECT customer_id FROM cluster_inventory UNION SELECT customer_id FROM interruption_feedback) AS named
  )
  INSERT INTO feedback_learning_stats (stat_day, total_instance_hours, total_interruptions, total_successful_deployments, current_feedback_weight, prediction_accuracy, avg_confidence,
    total_reports, customers, last_report_at, last_updated, interruptions_known, reports_known)
  SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date, hours, ${sum('total_interruptions', 'interruptions_known', 'interruptions')}, successful, calculate_feedback_weight(hours, interruptions),
    CASE WHEN judged >= $2 THEN predicted::numeric / judged END, confidence, ${sum('total_reports', 'reports_known', 'reports')}, customers, last_at, clock_timestamp(), interruptions, reports
  FROM before, pools, hours, reports, customers
  ON CONFLICT (stat_day) DO UPDATE SET total_instance_hours = excluded.total_instance_hours, total_interruptions = excluded.total_interruptions,
    total_successful_deployments = excluded.total_successful_deployments, current_feedback_weight = excluded.current_feedback_weight, prediction_accuracy = excluded.prediction_accuracy,
    avg_confidence = excluded.avg_confidence, total_reports = excluded.total_reports, customers = excluded.customers, last_report_at = excluded.last_report_at, last_updated = excluded.last_updated,
    interruptions_known = excluded.interruptions_known, reports_known = excluded.reports_known
  RETURNING ${TOTALS}`;

/** Below so many reports that say whether they were forecast, a share of them would say nothing. */
const FEWEST_JUDGED = 20;

/** True for one caller within the interval, whose transaction then counts. */
export const takeTurn = async (tx: Tx, intervalMs: number): Promise<boolean> => (await tx.query<{ free: boolean }>(TURN, [intervalMs]))[0]?.free === true;

/** Counts everything that is kept anew, into the row of the day; what was counted before and is no longer kept stays in the totals. It may take long. */
export const refreshCount = async (tx: Tx, now: Date): Promise<LearningTotals> => (await tx.query<LearningTotals>(REFRESH, [now, FEWEST_JUDGED]))[0] ?? NOTHING;

const PASS = `INSERT INTO milestones_passed (milestone, total_instance_hours, passed_at) SELECT milestone, $2, $3 FROM unnest($1::text[]) AS reached (milestone)
  ON CONFLICT (milestone) DO NOTHING RETURNING milestone`;

/** Those that nobody has passed before. */
export const passMilestones = async (tx: Tx, reached: readonly string[], { hours, now }: { readonly hours: number; readonly now: Date }): Promise<readonly string[]> =>
  reached.length === 0 ? [] : (await tx.query<{ milestone: string }>(PASS, [reached, hours, now])).map(({ milestone }) => milestone);

export interface PoolFigures {
  readonly known: number;
  readonly uncertain: number;
  readonly confirmed_risky: number;
  readonly blocked: number;
}

const POOLS = `SELECT (SELECT count(*) FROM risk_score_adjustments) AS known, (SELECT count(*) FROM pool_blocks WHERE blocked_until > $1) AS blocked,
    count(*) FILTER (WHERE level = 'UNCERTAIN') AS uncertain, count(*) FILTER (WHERE level = 'CONFIRMED_RISKY') AS confirmed_risky
  FROM pool_episodes WHERE ended_at IS NULL`;

/** Pools as they are now. */
export const readPoolFigures = async (sql: Sql, now: Date): Promise<PoolFigures> => (await sql.query<PoolFigures>(POOLS, [now]))[0] ?? { known: 0, uncertain: 0, confirmed_risky: 0, blocked: 0 };
