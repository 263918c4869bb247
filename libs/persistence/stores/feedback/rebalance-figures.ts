import type { FeedbackStats } from '@ml/contracts/learning';
import type { RebalanceStatus } from '@ml/contracts/rebalance';
import type { Sql } from '../../sql';

/** Of the statistics. */
const COUNTED_FOR = "interval '30 days'";

const COUNTS = `SELECT count(*) AS created,
    count(*) FILTER (WHERE status = 'PENDING') AS pending, count(*) FILTER (WHERE status = 'IN_PROGRESS') AS in_progress, count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
    count(*) FILTER (WHERE status = 'FAILED') AS failed, count(*) FILTER (WHERE status = 'EXPIRED') AS expired
  FROM proactive_rebalance_jobs WHERE created_at > $1::timestamptz - ${COUNTED_FOR}`;

/** Jobs of the last 30 days, by what became of them. */
export const rebalanceCounts = async (sql: Sql, now: Date): Promise<FeedbackStats['rebalance_jobs']> => {
  const [row] = await sql.query<FeedbackStats['rebalance_jobs']>(COUNTS, [now]);
  return row ?? { created: 0, pending: 0, in_progress: 0, completed: 0, failed: 0, expired: 0 };
};

export interface OpenJobs {
  readonly status: RebalanceStatus;
  readonly jobs: number;
}

/** Jobs that have not ended. */
export const openJobs = (sql: Sql): Promise<OpenJobs[]> =>
  sql.query<OpenJobs>("SELECT status, count(*) AS jobs FROM proactive_rebalance_jobs WHERE status IN ('PENDING', 'IN_PROGRESS') GROUP BY status");

/** Seconds for which the job has been due that nobody has taken for longest; 0 when none is. */
export const longestDue = async (sql: Sql, now: Date): Promise<number> => {
  const [row] = await sql.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM $1::timestamptz - min(coalesce(lease_until, available_at)))::float8 AS seconds FROM proactive_rebalance_jobs WHERE status IN ('PENDING', 'IN_PROGRESS')`,
    [now],
  );
  return Math.max(0, row?.seconds ?? 0);
};
