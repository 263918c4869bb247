import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '@ml/contracts/app-error';
import type { CompleteJob, FailJob, LeasedJob, LeaseJob, LeaseNextJobs, RebalanceJob } from '@ml/contracts/rebalance';
import { completed, failed, isEnded, isHeld, leased, type JobStanding, type Refusal, type Rules, type Verdict } from '@ml/domain/learning/rebalance/rebalance-lease';
import { Database } from '@ml/persistence/database';
import { RebalanceJobs, type LockedJob, type Viewer } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { toLeasedJob, toRebalanceJob, type RebalanceRow } from '@ml/persistence/stores/feedback/rebalance-row';
import { Clock } from '@ml/platform/clock';
import type { SettingsOf } from '@ml/platform/settings';
import { SETTINGS } from '@ml/platform/tokens';
import type { FeedbackSettings } from '../settings';
import { RebalanceMetrics } from './rebalance-metrics';

type Rule = (job: JobStanding, rules: Rules) => Verdict;

/** Hands out jobs, to one worker at a time and by the database's clock, and takes what came of them. */
@Injectable()
export class JobLeases {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RebalanceJobs) private readonly jobs: RebalanceJobs,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SettingsOf<FeedbackSettings>,
    @Inject(RebalanceMetrics) private readonly metrics: RebalanceMetrics,
  ) {}

  /** @throws AppError NOT_FOUND, JOB_LEASED, JOB_NOT_DUE, JOB_ENDED, LEASE_LOST */
  async lease(viewer: Viewer, { job_id, worker, seconds, lease_token }: LeaseJob): Promise<LeasedJob> {
    const terms = { worker, seconds, token: lease_token?.toLowerCase(), newToken: randomUUID() };
    return toLeasedJob(await this.apply(viewer, job_id, (job, rules) => leased(job, terms, rules)));
  }

  async leaseNext(viewer: Viewer, { worker, seconds, limit, region }: LeaseNextJobs): Promise<readonly LeasedJob[]> {
    const offsetMs = this.clock.shown(new Date(0)).getTime();
    const rows = await this.jobs.leaseNext({ viewer, worker, seconds, limit, region, mostAttempts: this.settings.rebalanceAttempts, offsetMs });
    this.metrics.lost(rows.filter(({ taken_over }) => taken_over).length);
    return rows.map(({ taken_over: _lost, ...row }) => toLeasedJob(row));
  }

  /** @throws AppError NOT_FOUND, LEASE_LOST, JOB_ENDED */
  async complete(viewer: Viewer, { job_id, lease_token, moved_nodes }: CompleteJob): Promise<RebalanceJob> {
    const completion = { token: lease_token.toLowerCase(), movedNodes: moved_nodes ?? null };
    return toRebalanceJob(await this.apply(viewer, job_id, (job, rules) => completed(job, completion, rules)));
  }

  /** @throws AppError NOT_FOUND, LEASE_LOST, JOB_ENDED */
  async fail(viewer: Viewer, { job_id, lease_token, error_message, retry }: FailJob): Promise<RebalanceJob> {
    const failure = { token: lease_token.toLowerCase(), text: error_message, retry: retry ?? false };
    return toRebalanceJob(await this.apply(viewer, job_id, (job, rules) => failed(job, failure, rules)));
  }

  private apply(viewer: Viewer, id: string, rule: Rule): Promise<RebalanceRow> {
    return this.database.transaction(async (tx) => {
      const locked = await this.jobs.lock(tx, viewer, id);
      if (locked === undefined) throw new AppError('NOT_FOUND', 'there is no such job', { path: 'job_id' });
      const rules = { now: this.clock.shown(locked.at).getTime(), mostAttempts: this.settings.rebalanceAttempts };
      const standing = standingOf(locked);
      const verdict = rule(standing, rules);
      if ('refused' in verdict) throw refusalError(verdict, locked);
      if ('repeated' in verdict) return locked.job;
      if (standing.status === 'IN_PROGRESS' && !isHeld(standing, rules.now)) this.metrics.lost(1);
      return this.jobs.change(tx, id, verdict.change);
    });
  }
}

const standingOf = ({ job, recovered }: LockedJob): JobStanding => ({
  status: job.status,
  available_at: job.available_at.getTime(),
  started_at: job.started_at?.getTime() ?? null,
  lease_until: job.lease_until?.getTime() ?? null,
  lease_token: job.lease_token,
  fencing_token: job.fencing_token,
  attempts: job.attempts,
  recovered,
});

const refusalError = ({ refused, until }: Refusal, locked: LockedJob): AppError => {
  const when = until === null ? '' : new Date(until).toISOString();
  const texts: Readonly<Record<Refusal['refused'], string>> = {
    JOB_ENDED: endOf(locked),
    JOB_LEASED: `${locked.job.worker ?? 'somebody'} has the job until ${when}: ask again then, or take another`,
    JOB_NOT_DUE: `the turn of the job comes at ${when}: ask again then`,
    LEASE_LOST: 'the lease has ended or is not yours: stop what you are doing on the cluster and lease the job again',
  };
  return new AppError(refused, texts[refused], { path: refused === 'LEASE_LOST' ? 'lease_token' : 'job_id' });
};

const endOf = ({ job: { status, error_message, attempts }, recovered }: LockedJob): string => {
  if (isEnded(status)) return `the job has ended (${status}${error_message === null ? '' : `: ${error_message}`}): take another`;
  return recovered ? 'the pool has recovered, so nobody needs to leave it: take another' : `the job was leased ${String(attempts)} times, and the last lease ran out: take another`;
};
