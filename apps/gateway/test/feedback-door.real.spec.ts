import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { InterruptionAnswerDto, InterruptionReportDto } from '@ml/contracts/dto/interruption-dto';
import { askInterruption, interruptionReported, type InterruptionAnswer, type InterruptionReport } from '@ml/contracts/interruptions';
import { Answers, Consumes, type BusContext } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { SECOND_MS } from '@ml/units/time';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, PLATFORM_KEY, runningGateway, standIn } from './running-gateway';

const ROUTE = '/api/v1/ml/feedback/interruption';

/** What was heard in the place of `feedback`, and what it says then. */
const intake = {
  heard: [] as { readonly report: InterruptionReport; readonly tenant: string | null }[],
  tell: (report: InterruptionReport): Promise<unknown> => Promise.resolve(answerTo(report)),
  ask: (report: InterruptionReport): Promise<InterruptionAnswer | null> => Promise.resolve(answerTo(report, true)),
};

const answerTo = ({ interruption_id }: InterruptionReport, duplicate = false): InterruptionAnswer => ({ ...exampleOf(InterruptionAnswerDto), interruption_id, duplicate }) as unknown as InterruptionAnswer;

@Controller()
class StandIn {
  @Consumes(interruptionReported, { durable: 'interruptions', concurrency: 100, ackWaitMs: 30_000, maxDeliver: 3 })
  take(@Payload() report: InterruptionReport, @Ctx() { call }: BusContext): Promise<unknown> {
    intake.heard.push({ report, tenant: call.tenant });
    return intake.tell(report);
  }

  @Answers(askInterruption)
  answer(@Payload() report: InterruptionReport): Promise<InterruptionAnswer | null> {
    return intake.ask(report);
  }
}

@Module({ controllers: [StandIn] })
class FeedbackStandIn {}

const servers = await realServers();
await standIn(servers, 'feedback', FeedbackStandIn);
const gateway = await runningGateway(servers);
const keyOf = async (tenant: string): Promise<string> => (await request(gateway, '/api/v1/admin/api-keys', posted({ name: tenant, scope: 'platform', tenant }, { key: ADMIN_KEY }))).body['key'] as string;

const V1 = {
  cluster_id: 'c-1',
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  region: 'us-east-1',
  workload_type: 'web',
  day_of_week: 2,
  hour_of_day: 14,
  was_predicted: false,
  risk_score_at_deployment: 0.75,
  total_recovery_seconds: 180,
  customer_impact: 'minimal',
} as const;
let events = 0;
const V2 = () => ({ ...V1, customer_id: 'cu-1', interruption_timestamp: new Date().toISOString(), event_id: `e-${String((events += 1))}` });

beforeEach(() => {
  intake.heard.length = 0;
  intake.tell = (report) => Promise.resolve(answerTo(report));
  intake.ask = (report) => Promise.resolve(answerTo(report, true));
});

describe('a report of interrupted nodes', () => {
  it('is completed, kept and answered by who counts it', async () => {
    const body = V2();
    const answer = await post(gateway, ROUTE, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ ...exampleOf(InterruptionAnswerDto), interruption_id: intake.heard[0]?.report.interruption_id, duplicate: false });
    expect(intake.heard[0]).toMatchObject({ tenant: null, report: { ...body, nodes: 1, dedupe_key: `e:${body.event_id}`, interruption_timestamp: body.interruption_timestamp } });
  });

  it('may be of the first version: no customer, no time', async () => {
    const before = Date.now();
    expect((await post(gateway, ROUTE, { ...V1, cluster_id: 'first' })).status).toBe(200);
    expect(intake.heard[0]?.report).toMatchObject({ customer_id: 'cluster:first', event_id: null, day_of_week: 2, hour_of_day: 14 });
    const at = Date.parse(intake.heard[0]?.report.interruption_timestamp ?? '');
    expect([at >= before - SECOND_MS, at <= Date.now()]).toEqual([true, true]);
  });

  it("is of the key's tenant, who may name nobody else", async () => {
    const key = await keyOf('acme');
    expect((await request(gateway, ROUTE, posted({ ...V1, cluster_id: 'acme-1' }, { key }))).status).toBe(200);
    expect(intake.heard[0]).toMatchObject({ tenant: 'acme', report: { customer_id: 'acme' } });
    expect(await request(gateway, ROUTE, posted(V2(), { key }))).toMatchObject({ status: 403, body: { code: 'TENANT_MISMATCH', path: 'customer_id' } });
  });

  it('is asked about when it was there before', async () => {
    const body = V2();
    const first = await post(gateway, ROUTE, body);
    const again = await post(gateway, ROUTE, body);
    expect(again).toMatchObject({ status: 200, body: { interruption_id: first.body['interruption_id'], duplicate: true } });
    expect(intake.heard).toHaveLength(1);
  });

  it('is asked about when its answer was lost', async () => {
    intake.tell = () => Promise.resolve(undefined);
    intake.ask = (report) => Promise.resolve(answerTo(report));
    expect(await post(gateway, ROUTE, V2())).toMatchObject({ status: 200, body: { duplicate: false } });
  });

  it('is accepted with its id when the caller has no more time, whatever is wrong with who answers', async () => {
    let asked = 0;
    intake.tell = () => Promise.resolve(undefined);
    intake.ask = () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new AppError('UNAVAILABLE', 'starting')) : Promise.resolve(null);
    };
    const { headers, ...rest } = posted(V2(), { key: PLATFORM_KEY });
    const answer = await request(gateway, ROUTE, { ...rest, headers: { ...headers, 'x-deadline-ms': '3500' } });
    expect(answer).toMatchObject({ status: 202, body: { success: true, interruption_id: intake.heard[0]?.report.interruption_id, warnings: [{ code: 'NOT_COUNTED_YET' }] } });
    expect(asked).toBeGreaterThan(1);
  });

  it('that did not say when is the same report again with the time that it was accepted with', async () => {
    intake.tell = () => Promise.resolve(undefined);
    intake.ask = () => Promise.resolve(null);
    const { headers, ...rest } = posted(V1, { key: PLATFORM_KEY });
    const { status, body } = await request(gateway, ROUTE, { ...rest, headers: { ...headers, 'x-deadline-ms': '2500' } });
    intake.tell = (report) => Promise.resolve(answerTo(report));
    await post(gateway, ROUTE, { ...V1, interruption_timestamp: body['interruption_timestamp'] });
    const [first, second] = intake.heard.map(({ report }) => report.dedupe_key);
    expect([status, second]).toEqual([202, first]);
  });

  it('is refused when its event id belongs to another report', async () => {
    intake.tell = () => Promise.resolve(new AppError('EVENT_ID_REUSED', 'no', { path: 'event_id' }));
    expect(await post(gateway, ROUTE, V2())).toMatchObject({ status: 409, body: { code: 'EVENT_ID_REUSED', path: 'event_id' } });
  });

  it('may be the documented example, in our days', async () => {
    expect((await post(gateway, ROUTE, { ...exampleOf(InterruptionReportDto), interruption_timestamp: new Date().toISOString() })).status).toBe(200);
  });
});

describe('what is wrong with a report', () => {
  const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString();
  it.each<[string, unknown, number, string, string | undefined]>([
    ['no cluster', { ...V1, cluster_id: undefined }, 400, 'MISSING_FIELD', 'cluster_id'],
    ['a region that cannot be one', { ...V1, region: 'everywhere' }, 400, 'UNKNOWN_REGION', 'region'],
    ['a region that AWS does not have', { ...V1, region: 'us-moon-1', availability_zone: 'us-moon-1a' }, 400, 'UNKNOWN_REGION', 'region'],
    ['a zone of another region', { ...V1, availability_zone: 'eu-west-1a' }, 400, 'BAD_FIELD', 'availability_zone'],
    ['a zone that is none', { ...V1, availability_zone: 'a' }, 400, 'BAD_FIELD', 'availability_zone'],
    ['a type that is none', { ...V1, instance_type: 'large' }, 400, 'UNKNOWN_INSTANCE_TYPE', 'instance_type'],
    ['the future', { ...V1, interruption_timestamp: days(1) }, 400, 'BAD_TIME', 'interruption_timestamp'],
    ['the distant past', { ...V1, interruption_timestamp: days(-91) }, 400, 'BAD_TIME', 'interruption_timestamp'],
    ['a time that is none', { ...V1, interruption_timestamp: 'yesterday' }, 400, 'BAD_TIME', 'interruption_timestamp'],
    ['an eighth day', { ...V1, day_of_week: 7 }, 400, 'BAD_FIELD', 'day_of_week'],
    ['half an hour', { ...V1, hour_of_day: 13.5 }, 400, 'BAD_FIELD', 'hour_of_day'],
    ['a score above 1', { ...V1, risk_score_at_deployment: 1.01 }, 400, 'BAD_FIELD', 'risk_score_at_deployment'],
    ['no node', { ...V1, nodes: 0 }, 400, 'BAD_FIELD', 'nodes'],
    ['too many nodes', { ...V1, nodes: 10_001 }, 400, 'BAD_FIELD', 'nodes'],
    ['a yes that is text', { ...V1, was_predicted: 'no' }, 400, 'BAD_FIELD', 'was_predicted'],
    ['a word of a chapter', { ...V1, workload_type: 'w'.repeat(51) }, 400, 'BAD_FIELD', 'workload_type'],
    ['a NUL', { ...V1, customer_impact: 'a\u0000b' }, 400, 'BAD_FIELD', 'customer_impact'],
    ['an id of its own', { ...V1, interruption_id: '1' }, 400, 'UNKNOWN_FIELD', 'interruption_id'],
  ])('is said by its path: %s', async (...[, body, status, code, path]) => {
    const answer = await post(gateway, ROUTE, body);
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([status, code, path]);
    expect(intake.heard).toEqual([]);
  });
});
