import type { Page, Paged } from './pricing';
import { question, work } from './wire';

/** `EXPIRED`: the pool recovered, or the cluster has no node left in it, before anybody took the job. */
export const REBALANCE_STATUSES = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED'] as const;
export type RebalanceStatus = (typeof REBALANCE_STATUSES)[number];

/** Nodes of one cluster that should leave a pool in which others are being interrupted. */
export interface RebalanceJob {
  readonly job_id: string;
  readonly customer_id: string;
  readonly cluster_id: string;
  readonly source_instance_type: string;
  readonly source_availability_zone: string;
  readonly region: string;
  readonly reason: string;
  readonly priority: 'HIGH';
  readonly status: RebalanceStatus;
  /** null: none could be chosen; ask POST /decision/spot-optimize. */
  readonly target_instance_type: string | null;
  readonly target_availability_zone: string | null;
  readonly target_capacity_type: 'spot' | 'on-demand' | null;
  /** 1 = safe; of a spot target. */
  readonly target_safety_score: number | null;
  /** Spot nodes of the cluster in the pool when it was looked at last. */
  readonly nodes: number;
  readonly episode_id: string;
  readonly created_at: string;
  /** Jobs of one pool become due in turns, so that not everybody moves to the same pools at once. */
  readonly available_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly error_message: string | null;
  readonly attempts: number;
  readonly worker: string | null;
  readonly lease_until: string | null;
  /** What whoever carried it out said. */
  readonly moved_nodes: number | null;
}

export interface RebalanceQuery extends Page {
  readonly status?: RebalanceStatus;
  readonly customer_id?: string;
  readonly cluster_id?: string;
  readonly region?: string;
}

export const askRebalanceJobs = question<RebalanceQuery, Paged<RebalanceJob>>('feedback', 'rebalance-jobs', 10_000);
export const askRebalanceJob = question<{ readonly job_id: string }, RebalanceJob>('feedback', 'rebalance-job', 5_000);

export interface LeaseTerms {
  readonly worker: string;
  readonly seconds: number;
}

export interface LeaseJob extends LeaseTerms {
  readonly job_id: string;
  /** Of the lease that is to be prolonged. */
  readonly lease_token?: string;
}

/** The right to carry a job out until `lease_until`. */
export interface LeasedJob extends RebalanceJob {
  readonly lease_token: string;
  /** Ascending with each lease, and from one job to the next of the same cluster and pool: whoever acts on the cluster refuses a number below the highest it has seen of that pool. */
  readonly fencing_token: number;
}

/** @throws JOB_LEASED, JOB_NOT_DUE, JOB_ENDED, LEASE_LOST */
export const askLeaseJob = question<LeaseJob, LeasedJob>('feedback', 'lease-job', 5_000);

export interface LeaseNextJobs extends LeaseTerms {
  readonly limit: number;
  readonly region?: string;
}

/** As many due jobs as there are, up to `limit`, longest due first. */
export const askLeaseNextJobs = question<LeaseNextJobs, { readonly jobs: readonly LeasedJob[] }>('feedback', 'lease-next-jobs', 10_000);

export interface CompleteJob {
  readonly job_id: string;
  readonly lease_token: string;
  readonly moved_nodes?: number;
}

/** @throws LEASE_LOST, JOB_ENDED */
export const askCompleteJob = question<CompleteJob, RebalanceJob>('feedback', 'complete-job', 5_000);

export interface FailJob {
  readonly job_id: string;
  readonly lease_token: string;
  readonly error_message: string;
  /** It may succeed later: it becomes due again, a few times at most. */
  readonly retry?: boolean;
}

/** @throws LEASE_LOST, JOB_ENDED */
export const askFailJob = question<FailJob, RebalanceJob>('feedback', 'fail-job', 5_000);

/** A pool was confirmed as risky: whoever else has nodes there is to be moved. Taken by any replica, repeated without harm. */
export const episodeWork = work<{ readonly episode_id: string }>('feedback', 'episode');
