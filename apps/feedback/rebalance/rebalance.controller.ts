import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { AppError } from '@ml/contracts/app-error';
import type { Paged } from '@ml/contracts/pricing';
import * as contracts from '@ml/contracts/rebalance';
import type { CompleteJob, FailJob, LeasedJob, LeaseJob, LeaseNextJobs, RebalanceJob, RebalanceQuery } from '@ml/contracts/rebalance';
import { RebalanceJobs } from '@ml/persistence/stores/feedback/rebalance-jobs';
import { toRebalanceJob } from '@ml/persistence/stores/feedback/rebalance-row';
import { Answers } from '@ml/platform/bus/handlers';
import { currentCall } from '@ml/platform/call-context';
import { JobLeases } from './job-leases';

/** Jobs for whoever moves nodes. A tenant has its own. */
@Controller()
export class RebalanceController {
  constructor(
    @Inject(RebalanceJobs) private readonly jobs: RebalanceJobs,
    @Inject(JobLeases) private readonly leases: JobLeases,
  ) {}

  @Answers(contracts.askRebalanceJobs)
  async list(@Payload() query: RebalanceQuery): Promise<Paged<RebalanceJob>> {
    const { rows, total } = await this.jobs.list(currentCall().tenant, query);
    return { rows: rows.map(toRebalanceJob), total };
  }

  /** @throws AppError NOT_FOUND */
  @Answers(contracts.askRebalanceJob)
  async job(@Payload() { job_id }: { readonly job_id: string }): Promise<RebalanceJob> {
    const job = await this.jobs.find(currentCall().tenant, job_id);
    if (job === undefined) throw new AppError('NOT_FOUND', 'there is no such job', { path: 'job_id' });
    return toRebalanceJob(job);
  }

  @Answers(contracts.askLeaseJob)
  lease(@Payload() ask: LeaseJob): Promise<LeasedJob> {
    return this.leases.lease(currentCall().tenant, ask);
  }

  @Answers(contracts.askLeaseNextJobs)
  async leaseNext(@Payload() ask: LeaseNextJobs): Promise<{ readonly jobs: readonly LeasedJob[] }> {
    return { jobs: await this.leases.leaseNext(currentCall().tenant, ask) };
  }

  @Answers(contracts.askCompleteJob)
  complete(@Payload() ask: CompleteJob): Promise<RebalanceJob> {
    return this.leases.complete(currentCall().tenant, ask);
  }

  @Answers(contracts.askFailJob)
  fail(@Payload() ask: FailJob): Promise<RebalanceJob> {
    return this.leases.fail(currentCall().tenant, ask);
  }
}
