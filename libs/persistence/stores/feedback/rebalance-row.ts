import type { LeasedJob, RebalanceJob } from '@ml/contracts/rebalance';

type Times = 'created_at' | 'available_at' | 'started_at' | 'completed_at' | 'lease_until';

/** A row of `proactive_rebalance_jobs`. */
export interface RebalanceRow extends Omit<RebalanceJob, Times> {
  readonly created_at: Date;
  readonly available_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly lease_until: Date | null;
  /** Of the newest lease, also after its end. */
  readonly lease_token: string | null;
  readonly fencing_token: number;
}

/** Of the table under the name `job`. */
export const JOB_COLUMNS = `job.job_id, job.customer_id, job.cluster_id, job.source_instance_type, job.source_availability_zone, job.region, job.reason, job.priority, job.status,
  job.target_instance_type, job.target_availability_zone, job.target_capacity_type, job.target_safety_score::float8 AS target_safety_score, job.nodes, job.episode_id,
  job.created_at, job.available_at, job.started_at, job.completed_at, job.error_message, job.attempts, job.worker, job.lease_until, job.moved_nodes, job.lease_token, job.fencing_token`;

/** Whether the pool of an episode is still risky, or was until lately. */
export const ITS_EPISODE_LASTS = (episodeId: string): string => `EXISTS (SELECT FROM pool_episodes AS episode WHERE episode.episode_id = ${episodeId} AND episode.ended_at IS NULL)`;

/** Whether nobody has the job. */
export const UNHELD = (now: string): string => `(job.status = 'PENDING' OR (job.status = 'IN_PROGRESS' AND job.lease_until <= ${now}::timestamptz))`;

/** Whoever reads of a job does not see who may end it. */
export const toRebalanceJob = ({ lease_token: _token, fencing_token: _number, ...row }: RebalanceRow): RebalanceJob => ({
  ...row,
  created_at: row.created_at.toISOString(),
  available_at: row.available_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  completed_at: row.completed_at?.toISOString() ?? null,
  lease_until: row.lease_until?.toISOString() ?? null,
});

/** For the one who has just leased it. */
export const toLeasedJob = (row: RebalanceRow): LeasedJob => ({ ...toRebalanceJob(row), lease_token: row.lease_token ?? '', fencing_token: row.fencing_token });
