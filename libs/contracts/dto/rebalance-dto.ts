import { field } from '../field';
import { REBALANCE_STATUSES, type CompleteJob, type FailJob, type LeasedJob, type LeaseJob, type LeaseNextJobs, type RebalanceJob, type RebalanceQuery, type RebalanceStatus } from '../rebalance';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { PageQuery } from './page-query';
import { UUID } from './uuid';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const NAME = { max: 256 } as const;
const JOB_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000d1' } as const;
const LEASE_TOKEN = { ...UUID, example: '6f1c2d9e-4b1a-4c59-9f0e-2f7a5d3c8b11' } as const;
const STATUS = {
  what: '`PENDING`: to be taken, from `available_at` on. `IN_PROGRESS`: leased. `COMPLETED`, `FAILED`: ended by whoever carried it out, or after too many leases. `EXPIRED`: not needed any more, see `error_message`.',
  of: REBALANCE_STATUSES,
  example: 'PENDING',
} as const;
const WORKER = { what: 'Name of whoever carries the job out, for people.', max: 128, pattern: /^[ -~]+$/, like: 'printable ASCII characters', example: 'mover-1' } as const;
const SECONDS = { what: 'How long the lease lasts, by the clock of the database; prolong it while you work.', unit: 'seconds', min: 1, max: 3600, example: 300 } as const;

export class RebalancePath {
  @field.text({ what: 'Id of the job.', ...JOB_ID })
  readonly job_id!: string;
}

export class RebalanceQueryDto extends PageQuery implements Partial<RebalanceQuery> {
  @field.text({ ...STATUS, what: 'Only jobs that stand there.', optional: true })
  readonly status?: RebalanceStatus;

  @field.text({ what: 'Only jobs of this customer.', ...NAME, example: 'cu-1', optional: true })
  readonly customer_id?: string;

  @field.text({ what: 'Only jobs of this cluster.', ...NAME, example: 'cluster-abc', optional: true })
  readonly cluster_id?: string;

  @field.text({ what: 'Only jobs in this region.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;
}

export class LeaseJobDto implements Omit<LeaseJob, 'job_id'> {
  @field.text(WORKER)
  readonly worker!: string;

  @field.integer(SECONDS)
  readonly seconds!: number;

  @field.text({ what: 'Of the lease that you hold and want to prolong.', ...LEASE_TOKEN, optional: true, rare: true })
  readonly lease_token?: string;
}

export class LeaseNextJobsDto implements LeaseNextJobs {
  @field.text(WORKER)
  readonly worker!: string;

  @field.integer(SECONDS)
  readonly seconds!: number;

  @field.integer({ what: 'Jobs at most.', min: 1, max: 100, example: 10 })
  readonly limit!: number;

  @field.text({ what: 'Only jobs in this region.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;
}

export class CompleteJobDto implements Omit<CompleteJob, 'job_id'> {
  @field.text({ what: 'Of the lease that you hold.', ...LEASE_TOKEN })
  readonly lease_token!: string;

  @field.integer({ what: 'Nodes that were moved.', min: 0, max: 1_000_000, example: 4, optional: true })
  readonly moved_nodes?: number;
}

export class FailJobDto implements Omit<FailJob, 'job_id'> {
  @field.text({ what: 'Of the lease that you hold.', ...LEASE_TOKEN })
  readonly lease_token!: string;

  @field.text({ what: 'Why, for people.', max: 2000, example: 'a disruption budget allows no eviction' })
  readonly error_message!: string;

  @field.flag({ what: 'It may succeed later: the job becomes due again, later each time, until it was leased REBALANCE_MAX_ATTEMPTS times; false unless told.', example: true, optional: true })
  readonly retry?: boolean;
}

/** Nodes of one cluster that should leave a pool. */
export class RebalanceJobDto implements RebalanceJob {
  @field.text({ what: 'Id of the job.', ...JOB_ID })
  readonly job_id!: string;

  @field.text({ what: 'Whose cluster it is; `cluster:` and the cluster where nobody is named.', ...NAME, example: 'cu-1' })
  readonly customer_id!: string;

  @field.text({ what: 'The cluster.', ...NAME, example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.text({ what: 'Instance type of the nodes that should leave.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly source_instance_type!: string;

  @field.text({ what: 'Zone of the nodes that should leave.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly source_availability_zone!: string;

  @field.text({ what: 'Region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'Why, for people.', max: 4000, example: '3 customers were interrupted in m5.large/us-east-1a within an hour' })
  readonly reason!: string;

  @field.text({ what: 'How pressing it is.', of: ['HIGH'], example: 'HIGH' })
  readonly priority!: 'HIGH';

  @field.text(STATUS)
  readonly status!: RebalanceStatus;

  @field.text({ what: 'Instance type to move to; null: none could be chosen yet, ask POST /decision/spot-optimize.', ...INSTANCE_TYPE, example: 'm6i.large', nullable: true })
  readonly target_instance_type!: string | null;

  @field.text({ what: 'Zone to move to.', ...AVAILABILITY_ZONE, example: 'us-east-1b', nullable: true })
  readonly target_availability_zone!: string | null;

  @field.text({ what: '`on-demand` where no spot pool is safe.', of: ['spot', 'on-demand'], example: 'spot', nullable: true })
  readonly target_capacity_type!: 'spot' | 'on-demand' | null;

  @field.number({ what: 'Safety of a spot target: 1 = safe, 0 = unsafe.', min: 0, max: 1, example: 0.8125, nullable: true })
  readonly target_safety_score!: number | null;

  @field.integer({ what: 'Spot nodes of the cluster in the pool when it was looked at last.', ...COUNT, example: 4 })
  readonly nodes!: number;

  @field.text({ what: 'Episode of the pool; there is one job for an episode and a cluster.', ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000e1' })
  readonly episode_id!: string;

  @field.time({ what: 'When it was made.', example: '2026-11-21T10:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'From when on it may be leased: jobs of one pool become due in turns, and one that is to be tried again later.', example: '2026-11-21T10:00:00Z' })
  readonly available_at!: string;

  @field.time({ what: 'When it was leased first.', example: null, nullable: true })
  readonly started_at!: string | null;

  @field.time({ what: 'When it ended.', example: null, nullable: true })
  readonly completed_at!: string | null;

  @field.text({ what: 'Why it failed or expired, or why the last try failed.', max: 4000, example: null, nullable: true })
  readonly error_message!: string | null;

  @field.integer({ what: 'How often it was leased.', ...COUNT, example: 0 })
  readonly attempts!: number;

  @field.text({ what: 'Who leased it last.', max: 128, example: null, nullable: true })
  readonly worker!: string | null;

  @field.time({ what: 'How long the lease lasts; null when nobody has it.', example: null, nullable: true })
  readonly lease_until!: string | null;

  @field.integer({ what: 'Nodes that were moved, as whoever carried it out said.', ...COUNT, example: null, nullable: true })
  readonly moved_nodes!: number | null;
}

/** A job and the right to carry it out. */
export class LeasedJobDto extends RebalanceJobDto implements LeasedJob {
  @field.text({ what: 'Proves that the lease is yours: give it to prolong, complete or fail. Shown to nobody else.', ...LEASE_TOKEN })
  readonly lease_token!: string;

  @field.integer({ what: 'Ascending with each lease, and from one job to the next of the same cluster and pool: whoever acts on the cluster refuses a number below the highest it has seen of that pool.', ...COUNT, example: 1795306552561 })
  readonly fencing_token!: number;
}

export class LeasedJobsDto {
  @field.objects({ what: 'Longest due first; empty when nothing is due.', type: () => LeasedJobDto, maxItems: 100 })
  readonly jobs!: readonly LeasedJobDto[];
}
