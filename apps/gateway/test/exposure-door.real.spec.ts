import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { FeedbackStatsDto, FeedbackWeightDto } from '@ml/contracts/dto/feedback-stats-dto';
import { InstanceHoursDto } from '@ml/contracts/dto/instance-hours-dto';
import { instanceHoursReported, type InstanceHoursReport } from '@ml/contracts/exposure';
import { askFeedbackStats, askFeedbackWeight } from '@ml/contracts/learning';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { HOUR_MS } from '@ml/units/time';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const reports: InstanceHoursReport[] = [];

@Controller()
class Learning {
  @Consumes(instanceHoursReported, { durable: 'instance-hours' })
  hours(@Payload() report: InstanceHoursReport): void {
    reports.push(report);
  }

  @Answers(askFeedbackWeight)
  weight(): object {
    return { ...exampleOf(FeedbackWeightDto), warnings: [{ code: 'NO_EXPOSURE', text: 'nothing comes' }] };
  }

  @Answers(askFeedbackStats)
  stats(): object {
    return exampleOf(FeedbackStatsDto);
  }
}

@Module({ controllers: [Learning] })
class LearningStandIn {}

const servers = await realServers();
await standIn(servers, 'feedback', LearningStandIn);
const gateway = await runningGateway(servers);

const HOURS = '/api/v1/ml/feedback/instance-hours';
const hourAgo = (hours: number): string => new Date(Math.floor(Date.now() / HOUR_MS - hours) * HOUR_MS).toISOString();
const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1', instance_hours: 11.5 } as const;
const hours = (over: Partial<InstanceHoursDto> = {}): object => ({ cluster_id: 'c-1', hour: hourAgo(1), pools: [POOL], ...over });
const faultsOf = async (body: object | string): Promise<unknown> => {
  const { status, body: problem } = await post(gateway, HOURS, body);
  return [status, problem['code'], problem['path']];
};

beforeEach(() => {
  reports.length = 0;
});

describe('instance-hours', () => {
  it('are kept before they are answered, with whoever they belong to', async () => {
    const hour = hourAgo(2);
    const { status, body } = await post(gateway, HOURS, { ...exampleOf(InstanceHoursDto), hour: hour.replace('.000Z', '+00:00') });
    expect([status, body]).toEqual([202, { accepted: true, report_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }]);
    await expect.poll(() => reports).toHaveLength(1);
    expect(reports).toEqual([{ report_id: body['report_id'], customer_id: 'cu-1', cluster_id: 'cluster-abc', hour, pools: [{ ...POOL, interrupted: 1 }], received_at: expect.any(String) as string }]);
  });

  it('of nobody named are the key’s own, else the cluster’s; the same hour twice is told twice', async () => {
    const minted = await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'acme', scope: 'operator', tenant: 'acme' }, { key: ADMIN_KEY }));
    const key = minted.body['key'] as string;
    for (const ask of [posted(hours()), posted(hours()), posted(hours(), { key })]) expect((await request(gateway, HOURS, ask)).status).toBe(202);
    await expect.poll(() => reports.map(({ customer_id }) => customer_id).sort()).toEqual(['acme', 'cluster:c-1', 'cluster:c-1']);
    expect((await request(gateway, HOURS, posted(hours({ customer_id: 'other' }), { key }))).body['code']).toBe('TENANT_MISMATCH');
    const viewer = await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'looks', scope: 'viewer' }, { key: ADMIN_KEY }));
    expect((await request(gateway, HOURS, posted(hours(), { key: viewer.body['key'] as string }))).status).toBe(403);
  });

  it('are refused by path when they cannot be', async () => {
    expect(await faultsOf(hours({ hour: new Date(Date.now() - 61_000).toISOString() }))).toEqual([400, 'BAD_TIME', 'hour']);
    expect(await faultsOf(hours({ hour: hourAgo(-1) }))).toEqual([400, 'BAD_TIME', 'hour']);
    expect(await faultsOf(hours({ hour: hourAgo(8 * 24) }))).toEqual([400, 'BAD_TIME', 'hour']);
    expect(await faultsOf(hours({ pools: [POOL, { ...POOL, availability_zone: 'eu-west-1a' }] }))).toEqual([400, 'BAD_FIELD', 'pools[1].availability_zone']);
    expect(await faultsOf(hours({ pools: [POOL, POOL] }))).toEqual([400, 'BAD_FIELD', 'pools[1]']);
    expect(await faultsOf(hours({ pools: [{ ...POOL, instance_hours: -1 }] }))).toEqual([400, 'BAD_FIELD', 'pools[0].instance_hours']);
    expect(await faultsOf(hours({ pools: [{ ...POOL, interrupted: 10_001 }] }))).toEqual([400, 'BAD_FIELD', 'pools[0].interrupted']);
    expect(await faultsOf(hours({ pools: Array.from({ length: 4_097 }, () => POOL) }))).toEqual([400, 'BAD_FIELD', 'pools']);
    expect(await faultsOf(JSON.stringify(hours({ pools: [POOL, POOL] })).replace('"instance_hours"', '"instance_hours":5000,"instance_hours"'))).toEqual([400, 'DUPLICATE_FIELD', 'pools[0].instance_hours']);
    expect(reports).toEqual([]);
  });

  it('of four thousand pools are one report', async () => {
    const pools = Array.from({ length: 4_096 }, (_, index) => ({ ...POOL, instance_type: `m${index}.large` }));
    expect((await post(gateway, HOURS, hours({ pools }))).status).toBe(202);
    await expect.poll(() => reports[0]?.pools).toHaveLength(4_096);
  });
});

describe('how far learning is', () => {
  it('is told with its warnings, also in the health of the fleet', async () => {
    const { body } = await request(gateway, '/api/v1/ml/feedback/weight');
    expect(body).toMatchObject({ feedback_weight: 0.125, milestone: 'Month 6', next_milestone: 'Month 12 (200K instance-hours)', progress: '50%', warnings: [{ code: 'NO_EXPOSURE' }] });
    expect((await request(gateway, '/api/v1/ml/health', { key: null })).body['warnings']).toEqual(body['warnings']);
    expect((await request(gateway, '/api/v1/ml/feedback/stats')).body).toEqual(exampleOf(FeedbackStatsDto));
  });
});
