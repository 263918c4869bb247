import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { CompleteJobDto, FailJobDto, LeasedJobDto, LeaseJobDto, LeaseNextJobsDto, RebalanceJobDto } from '@ml/contracts/dto/rebalance-dto';
import { askCompleteJob, askFailJob, askLeaseJob, askLeaseNextJobs, askRebalanceJob, askRebalanceJobs, type LeaseJob } from '@ml/contracts/rebalance';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const asked: { readonly ask: object; readonly tenant: string | null }[] = [];
const note = (ask: object, { call }: BusContext): void => void asked.push({ ask, tenant: call.tenant });

@Controller()
class JobsStandIn {
  @Answers(askRebalanceJobs)
  list(@Payload() ask: object, @Ctx() context: BusContext): object {
    note(ask, context);
    return { rows: [exampleOf(RebalanceJobDto)], total: 7 };
  }

  @Answers(askRebalanceJob)
  job(@Payload() ask: object, @Ctx() context: BusContext): object {
    note(ask, context);
    return exampleOf(RebalanceJobDto);
  }

  @Answers(askLeaseNextJobs)
  leaseNext(@Payload() ask: object, @Ctx() context: BusContext): object {
    note(ask, context);
    return { jobs: [exampleOf(LeasedJobDto)] };
  }

  @Answers(askLeaseJob)
  lease(@Payload() ask: LeaseJob, @Ctx() context: BusContext): object {
    note(ask, context);
    if (ask.worker === 'late') throw new AppError('JOB_LEASED', 'mover-1 has the job until 2026-11-21T10:05:00.000Z: ask again then, or take another', { path: 'job_id' });
    return exampleOf(LeasedJobDto);
  }

  @Answers(askCompleteJob)
  complete(@Payload() ask: object, @Ctx() context: BusContext): object {
    note(ask, context);
    return exampleOf(RebalanceJobDto);
  }

  @Answers(askFailJob)
  fail(@Payload() ask: object, @Ctx() context: BusContext): object {
    note(ask, context);
    return exampleOf(RebalanceJobDto);
  }
}

@Module({ controllers: [JobsStandIn] })
class JobsStandInModule {}

const servers = await realServers();
await standIn(servers, 'feedback', JobsStandInModule);
const gateway = await runningGateway(servers);

const JOBS = '/api/v1/ml/rebalance/jobs';
const JOB = exampleOf(RebalanceJobDto)['job_id'] as string;
const keyOf = async (scope: string, tenant: string): Promise<string> =>
  (await request(gateway, '/api/v1/admin/api-keys', posted({ name: `${scope} ${tenant}`, scope, tenant }, { key: ADMIN_KEY }))).body['key'] as string;

beforeEach(() => {
  asked.length = 0;
});

describe('rebalance jobs at the door', () => {
  it('are listed by what they are and whose, as JSON and as CSV', async () => {
    const path = `${JOBS}?status=PENDING&customer_id=cu-1&cluster_id=c-1&region=us-east-1&limit=5&offset=10`;
    const json = await request(gateway, path);
    expect([json.status, json.headers.get('x-total-count'), JSON.parse(json.text)]).toEqual([200, '7', [exampleOf(RebalanceJobDto)]]);
    expect(asked).toEqual([{ ask: { status: 'PENDING', customer_id: 'cu-1', cluster_id: 'c-1', region: 'us-east-1', limit: 5, offset: 10 }, tenant: null }]);
    const csv = await request(gateway, path, { headers: { accept: 'text/csv' } });
    expect(parse(csv.text, { columns: true, recordDelimiter: '\r\n' })).toMatchObject([{ job_id: JOB, status: 'PENDING', worker: '' }]);
  });

  it('are leased, prolonged, completed and failed with exactly what was said', async () => {
    const token = exampleOf(LeasedJobDto)['lease_token'] as string;
    const { status, body } = await post(gateway, `${JOBS}/lease`, exampleOf(LeaseNextJobsDto));
    expect([status, body]).toEqual([200, { jobs: [exampleOf(LeasedJobDto)] }]);
    expect((await post(gateway, `${JOBS}/${JOB}/lease`, { ...exampleOf(LeaseJobDto), lease_token: token })).body).toEqual(exampleOf(LeasedJobDto));
    expect((await post(gateway, `${JOBS}/${JOB}/complete`, exampleOf(CompleteJobDto))).status).toBe(200);
    expect((await post(gateway, `${JOBS}/${JOB}/fail`, exampleOf(FailJobDto))).status).toBe(200);
    expect((await request(gateway, `${JOBS}/${JOB}`)).body).toEqual(exampleOf(RebalanceJobDto));
    expect(asked.map(({ ask }) => ask)).toEqual([
      exampleOf(LeaseNextJobsDto),
      { ...exampleOf(LeaseJobDto), lease_token: token, job_id: JOB },
      { ...exampleOf(CompleteJobDto), job_id: JOB },
      { ...exampleOf(FailJobDto), job_id: JOB },
      { job_id: JOB },
    ]);
  });

  it("are asked for in the name of the key that asks; a viewer's may look only", async () => {
    const [viewer, operator] = [await keyOf('viewer', 'acme'), await keyOf('operator', 'acme')];
    expect((await request(gateway, JOBS, { key: viewer })).status).toBe(200);
    expect((await request(gateway, `${JOBS}/lease`, posted(exampleOf(LeaseNextJobsDto), { key: viewer }))).body['code']).toBe('FORBIDDEN');
    expect((await request(gateway, `${JOBS}/lease`, posted(exampleOf(LeaseNextJobsDto), { key: operator }))).status).toBe(200);
    expect(asked.map(({ tenant }) => tenant)).toEqual(['acme', 'acme']);
    expect((await request(gateway, JOBS, { key: null })).status).toBe(401);
  });

  it('say of a job that somebody has when to ask again', async () => {
    const { status, body } = await post(gateway, `${JOBS}/${JOB}/lease`, { worker: 'late', seconds: 60 });
    expect([status, body['code'], body['retryable'], body['detail']]).toEqual([409, 'JOB_LEASED', true, expect.stringContaining('2026-11-21T10:05:00.000Z')]);
  });

  it.each<[string, string, object, string, string]>([
    ['no worker', 'lease', { seconds: 60, limit: 1 }, 'MISSING_FIELD', 'worker'],
    ['a lease for ever', 'lease', { worker: 'w', seconds: 3_601, limit: 1 }, 'BAD_FIELD', 'seconds'],
    ['no time at all', 'lease', { worker: 'w', seconds: 0, limit: 1 }, 'BAD_FIELD', 'seconds'],
    ['more jobs than one takes', 'lease', { worker: 'w', seconds: 60, limit: 101 }, 'BAD_FIELD', 'limit'],
    ['a region that AWS does not have', 'lease', { worker: 'w', seconds: 60, limit: 1, region: 'us-east-9' }, 'UNKNOWN_REGION', 'region'],
    ['a worker whose name is not plain', 'lease', { worker: 'mover\n1', seconds: 60, limit: 1 }, 'BAD_FIELD', 'worker'],
    ['a region that cannot be one', 'lease', { worker: 'w', seconds: 60, limit: 1, region: 'everywhere' }, 'UNKNOWN_REGION', 'region'],
    ['a job that is no id', 'first/lease', { worker: 'w', seconds: 60 }, 'BAD_PARAMETER', 'path.job_id'],
    ['a token that is none', `${JOB}/complete`, { lease_token: 'mine' }, 'BAD_FIELD', 'lease_token'],
    ['no token', `${JOB}/complete`, {}, 'MISSING_FIELD', 'lease_token'],
    ['fewer than no nodes', `${JOB}/complete`, { lease_token: JOB, moved_nodes: -1 }, 'BAD_FIELD', 'moved_nodes'],
    ['no reason', `${JOB}/fail`, { lease_token: JOB }, 'MISSING_FIELD', 'error_message'],
    ['a reason beyond reading', `${JOB}/fail`, { lease_token: JOB, error_message: 'x'.repeat(2_001) }, 'BAD_FIELD', 'error_message'],
    ['somebody else as the customer', `${JOB}/fail`, { lease_token: JOB, error_message: 'no', customer_id: 'cu-2' }, 'UNKNOWN_FIELD', 'customer_id'],
  ])('are refused by name for %s', async (...[, path, body, code, at]) => {
    const answer = await post(gateway, `${JOBS}/${path}`, body);
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([400, code, at]);
    expect(asked).toEqual([]);
  });
});
