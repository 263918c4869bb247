import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CompleteJobDto, FailJobDto, LeasedJobDto, LeasedJobsDto, LeaseJobDto, LeaseNextJobsDto, RebalanceJobDto, RebalancePath, RebalanceQueryDto } from '@ml/contracts/dto/rebalance-dto';
import { askCompleteJob, askFailJob, askLeaseJob, askLeaseNextJobs, askRebalanceJob, askRebalanceJobs, type LeasedJob, type RebalanceJob } from '@ml/contracts/rebalance';
import { Bus } from '@ml/platform/bus/bus';
import { withPage } from '../http/paged';
import { RouteDocs } from '../openapi/route-docs';
import { sendRows } from '../pricing/send-rows';
import { refuseFaults } from '../validation/faults-error';
import { regionFaults } from './place-faults';

const FIRST_COLUMNS = ['job_id', 'status', 'customer_id', 'cluster_id', 'source_instance_type', 'source_availability_zone', 'target_instance_type', 'target_availability_zone', 'nodes', 'available_at'];
const OWN = "A tenant's key has its own jobs only.";

@ApiTags('Rebalancing')
@Controller('api/v1/ml/rebalance/jobs')
export class RebalanceController {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  @Get()
  @RouteDocs({ summary: 'List jobs', description: `Nodes that should leave a pool in which others are being interrupted; newest first. ${OWN}`, answer: RebalanceJobDto, list: true, csv: true, errors: ['UNKNOWN_REGION'] })
  async list(@Query() query: RebalanceQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | undefined> {
    refuseFaults(regionFaults(query.region, 'query.'));
    return sendRows({ request, reply, row: RebalanceJobDto, first: FIRST_COLUMNS }, await this.bus.ask(askRebalanceJobs, withPage(query)));
  }

  @Post('lease')
  @RouteDocs({
    summary: 'Lease the next jobs',
    description: `Jobs that are due and that nobody holds, longest due first; an empty list when there is none: ask again in some seconds. A job whose lease has run out is among them. ${OWN}`,
    answer: LeasedJobsDto,
    body: LeaseNextJobsDto,
    errors: ['UNKNOWN_REGION'],
  })
  leaseNext(@Body() terms: LeaseNextJobsDto): Promise<{ readonly jobs: readonly LeasedJob[] }> {
    refuseFaults(regionFaults(terms.region));
    return this.bus.ask(askLeaseNextJobs, terms);
  }

  @Get(':job_id')
  @RouteDocs({ summary: 'Look at a job', description: OWN, answer: RebalanceJobDto, errors: ['NOT_FOUND'] })
  job(@Param() { job_id }: RebalancePath): Promise<RebalanceJob> {
    return this.bus.ask(askRebalanceJob, { job_id });
  }

  @Post(':job_id/lease')
  @RouteDocs({
    summary: 'Lease a job, or prolong its lease',
    description: `One worker holds it until \`lease_until\`. With the token of a lease that has not ended, the lease is prolonged and keeps its numbers; without, it is taken when nobody has it. ${OWN}`,
    answer: LeasedJobDto,
    body: LeaseJobDto,
    errors: ['NOT_FOUND', 'JOB_LEASED', 'JOB_NOT_DUE', 'JOB_ENDED', 'LEASE_LOST'],
  })
  lease(@Param() { job_id }: RebalancePath, @Body() terms: LeaseJobDto): Promise<LeasedJob> {
    return this.bus.ask(askLeaseJob, { ...terms, job_id });
  }

  @Post(':job_id/complete')
  @RouteDocs({
    summary: 'Say that a job is done',
    description: `The same again is answered as before. ${OWN}`,
    answer: RebalanceJobDto,
    body: CompleteJobDto,
    errors: ['NOT_FOUND', 'LEASE_LOST', 'JOB_ENDED'],
  })
  complete(@Param() { job_id }: RebalancePath, @Body() done: CompleteJobDto): Promise<RebalanceJob> {
    return this.bus.ask(askCompleteJob, { ...done, job_id });
  }

  @Post(':job_id/fail')
  @RouteDocs({
    summary: 'Say that a job failed',
    description: `With \`retry\` it becomes due again, later each time, a few times at most. The same again is answered as before. ${OWN}`,
    answer: RebalanceJobDto,
    body: FailJobDto,
    errors: ['NOT_FOUND', 'LEASE_LOST', 'JOB_ENDED'],
  })
  fail(@Param() { job_id }: RebalancePath, @Body() failed: FailJobDto): Promise<RebalanceJob> {
    return this.bus.ask(askFailJob, { ...failed, job_id });
  }
}
