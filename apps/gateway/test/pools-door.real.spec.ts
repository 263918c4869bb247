import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { CapacityBlockDto, CapacityReportDto, PoolStatusDto } from '@ml/contracts/dto/pool-dto';
import { askPoolStatus, askReportCapacity, type CapacityReport } from '@ml/contracts/learning';
import type { PoolKey } from '@ml/contracts/pools';
import { Answers, type BusContext } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { MINUTE_MS } from '@ml/units/time';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const asked: { readonly ask: PoolKey | CapacityReport; readonly tenant: string | null }[] = [];

@Controller()
class FeedbackStandIn {
  @Answers(askPoolStatus)
  status(@Payload() ask: PoolKey, @Ctx() { call }: BusContext): object {
    asked.push({ ask, tenant: call.tenant });
    return exampleOf(PoolStatusDto);
  }

  @Answers(askReportCapacity)
  capacity(@Payload() ask: CapacityReport, @Ctx() { call }: BusContext): object {
    asked.push({ ask, tenant: call.tenant });
    return exampleOf(CapacityBlockDto);
  }
}

@Module({ controllers: [FeedbackStandIn] })
class FeedbackStandInModule {}

const servers = await realServers();
await standIn(servers, 'feedback', FeedbackStandInModule);
const gateway = await runningGateway(servers);

const FEEDBACK = '/api/v1/ml/feedback';
const POOL = { instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1' } as const;
const ahead = (minutes: number): string => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
const keyOf = async (scope: string, tenant?: string): Promise<string> =>
  (await request(gateway, '/api/v1/admin/api-keys', posted({ name: `${scope} ${String(tenant)}`, scope, tenant }, { key: ADMIN_KEY }))).body['key'] as string;

beforeEach(() => {
  asked.length = 0;
});

describe('the status of a pool', () => {
  it('is asked for in the name of the key that asks, which every scope may', async () => {
    const path = `${FEEDBACK}/pool-status?instance_type=m5.large&az=us-east-1a&region=us-east-1`;
    expect((await request(gateway, path)).body).toEqual(exampleOf(PoolStatusDto));
    expect((await request(gateway, path, { key: await keyOf('viewer', 'acme') })).status).toBe(200);
    expect(asked).toEqual([{ ask: POOL, tenant: null }, { ask: POOL, tenant: 'acme' }]);
    expect((await request(gateway, path, { key: null })).status).toBe(401);
  });

  it.each([
    ['a zone by its id', 'instance_type=m5.large&az=use1-az4&region=us-east-1'],
    ['a local zone', 'instance_type=m5.large&az=us-east-1-bos-1a&region=us-east-1'],
    ['a type that no catalogue has', 'instance_type=m99.large&az=us-east-1a&region=us-east-1'],
  ])('is there for %s', async (...[, query]) => {
    expect((await request(gateway, `${FEEDBACK}/pool-status?${query}`)).status).toBe(200);
  });

  it.each<[string, string, string, string]>([
    ['no type', 'az=us-east-1a&region=us-east-1', 'MISSING_FIELD', 'query.instance_type'],
    ['no zone', 'instance_type=m5.large&region=us-east-1', 'MISSING_FIELD', 'query.az'],
    ['a type that cannot be one', 'instance_type=large&az=us-east-1a&region=us-east-1', 'UNKNOWN_INSTANCE_TYPE', 'query.instance_type'],
    ['a zone that cannot be one', 'instance_type=m5.large&az=1a&region=us-east-1', 'BAD_PARAMETER', 'query.az'],
    ['a zone of another region', 'instance_type=m5.large&az=us-east-2a&region=us-east-1', 'BAD_PARAMETER', 'query.az'],
    ['a region that cannot be one', 'instance_type=m5.large&az=us-east-1a&region=here', 'UNKNOWN_REGION', 'query.region'],
    ['a region that there is not', 'instance_type=m5.large&az=us-east-9a&region=us-east-9', 'UNKNOWN_REGION', 'query.region'],
    ['somebody who asks for another', 'instance_type=m5.large&az=us-east-1a&region=us-east-1&customer_id=acme', 'UNKNOWN_FIELD', 'query.customer_id'],
  ])('is refused by name for %s', async (...[, query, code, path]) => {
    const { status, body } = await request(gateway, `${FEEDBACK}/pool-status?${query}`);
    expect([status, body['code'], body['path'], asked]).toEqual([400, code, path, []]);
  });
});

describe('a report of no capacity', () => {
  it('is passed on, with the time it was sent unless it says another', async () => {
    const { status, body } = await post(gateway, `${FEEDBACK}/capacity`, exampleOf(CapacityReportDto));
    expect([status, body]).toEqual([200, exampleOf(CapacityBlockDto)]);
    await post(gateway, `${FEEDBACK}/capacity`, POOL);
    expect(asked[0]).toEqual({ ask: { ...exampleOf(CapacityReportDto), observed_at: '2026-11-20T14:30:00.000Z' }, tenant: null });
    expect(Math.abs(Date.parse((asked[1]?.ask as CapacityReport).observed_at) - Date.now())).toBeLessThan(MINUTE_MS);
  });

  it.each<[string, object, string, string]>([
    ['a zone of another region', { availability_zone: 'eu-west-1a' }, 'BAD_FIELD', 'availability_zone'],
    ['a region that there is not', { region: 'us-east-9', availability_zone: 'us-east-9a' }, 'UNKNOWN_REGION', 'region'],
    ['no time at all', { observed_at: 'just now' }, 'BAD_TIME', 'observed_at'],
    ['a time too far ahead', { observed_at: ahead(6) }, 'BAD_TIME', 'observed_at'],
    ['who it was', { customer_id: 'cu-1' }, 'UNKNOWN_FIELD', 'customer_id'],
  ])('is refused by name for %s', async (...[, wrong, code, path]) => {
    const { status, body } = await post(gateway, `${FEEDBACK}/capacity`, { ...POOL, ...wrong });
    expect([status, body['code'], body['path'], asked]).toEqual([400, code, path, []]);
  });

  it('may be a little ahead, and is taken from whoever asks for decisions on behalf of all customers: none alone keeps the others out of a pool', async () => {
    expect((await post(gateway, `${FEEDBACK}/capacity`, { ...POOL, observed_at: ahead(4) })).status).toBe(200);
    const statusOf = async (key: string): Promise<number> => (await request(gateway, `${FEEDBACK}/capacity`, posted(POOL, { key }))).status;
    expect([await statusOf(await keyOf('operator')), await statusOf(await keyOf('platform', 'acme')), await statusOf(await keyOf('viewer'))]).toEqual([200, 403, 403]);
  });
});
