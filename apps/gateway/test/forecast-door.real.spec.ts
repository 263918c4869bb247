import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { beforeEach, describe, expect, it } from 'vitest';
import { CostForecastDto, ForecastAskDto } from '@ml/contracts/dto/cost-forecast-dto';
import { askForecastAccount, askForecastSeries, type MonthlyAmount } from '@ml/contracts/insights';
import { Answers } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { exampleOf } from '../openapi/example-of';
import { post, posted, request } from './requests';
import { ADMIN_KEY, runningGateway, standIn } from './running-gateway';

const asked: object[] = [];

@Controller()
class Insight {
  @Answers(askForecastSeries)
  series(@Payload() ask: object): object {
    asked.push(ask);
    return exampleOf(CostForecastDto);
  }

  @Answers(askForecastAccount)
  account(@Payload() ask: object): object {
    asked.push(ask);
    return exampleOf(CostForecastDto);
  }
}

@Module({ controllers: [Insight] })
class InsightStandIn {}

const servers = await realServers();
await standIn(servers, 'insight', InsightStandIn);
const gateway = await runningGateway(servers);

const FORECAST = '/api/v1/ml/insights/forecast';
const YEAR: readonly MonthlyAmount[] = Array.from({ length: 12 }, (_, at) => ({ month: `2025-${String(at + 1).padStart(2, '0')}`, amount: 100 + at }));
const faultsOf = async (body: object | string): Promise<unknown> => {
  const { status, body: problem } = await post(gateway, FORECAST, body);
  return [status, problem['code'], problem['path']];
};

beforeEach(() => {
  asked.length = 0;
});

describe('the forecast of costs', () => {
  it('takes posted months, six ahead unless told', async () => {
    expect(await post(gateway, FORECAST, { series: YEAR })).toMatchObject({ status: 200, body: exampleOf(CostForecastDto) });
    expect((await post(gateway, FORECAST, exampleOf(ForecastAskDto))).status).toBe(200);
    expect(asked[0]).toEqual({ series: YEAR, horizon: 6 });
  });

  it('takes a collected account, by body or by query', async () => {
    expect((await post(gateway, FORECAST, { account_id: '123456789012', provider: 'aws', horizon: 3 })).status).toBe(200);
    expect((await request(gateway, `${FORECAST}?account_id=123456789012`)).status).toBe(200);
    expect(asked).toEqual([
      { account_id: '123456789012', provider: 'aws', horizon: 3 },
      { account_id: '123456789012', horizon: 6 },
    ]);
  });

  it('of a collected account is for keys of no tenant; a tenant may post months', async () => {
    const minted = await request(gateway, '/api/v1/admin/api-keys', posted({ name: 'acme', scope: 'operator', tenant: 'acme' }, { key: ADMIN_KEY }));
    const key = minted.body['key'] as string;
    expect((await request(gateway, FORECAST, posted({ account_id: '123456789012' }, { key }))).status).toBe(403);
    expect((await request(gateway, `${FORECAST}?account_id=1`, { key })).status).toBe(403);
    expect((await request(gateway, FORECAST, posted({ series: YEAR }, { key }))).status).toBe(200);
  });

  it('refuses by path what is no series', async () => {
    const [first] = YEAR;
    const nextYear = `${new Date().getUTCFullYear() + 1}-01`;
    expect(await faultsOf({ series: YEAR, account_id: 'a' })).toEqual([400, 'BAD_FIELD', 'account_id']);
    expect(await faultsOf({})).toEqual([400, 'MISSING_FIELD', 'series']);
    expect(await faultsOf({ series: YEAR, provider: 'aws' })).toEqual([400, 'BAD_FIELD', 'provider']);
    expect(await faultsOf({ series: [...YEAR, first] })).toEqual([400, 'BAD_FIELD', 'series[12].month']);
    expect(await faultsOf({ series: [...YEAR, { month: nextYear, amount: 1 }] })).toEqual([400, 'BAD_FIELD', 'series[12].month']);
    expect(await faultsOf({ series: [{ month: '2025-13', amount: 1 }] })).toEqual([400, 'BAD_FIELD', 'series[0].month']);
    expect(await faultsOf({ series: [{ month: '2025-12', amount: '12.5' }] })).toEqual([400, 'BAD_FIELD', 'series[0].amount']);
    expect(await faultsOf('{"series": [{"month": "2025-12", "amount": 1e999}]}')).toEqual([400, 'BAD_FIELD', 'series[0].amount']);
    expect(await faultsOf('{"series": [{"month": "2025-12", "amount": NaN}]}')).toEqual([400, 'BAD_JSON', 'series']);
    expect(await faultsOf({ series: Array.from({ length: 10_000 }, () => first) })).toEqual([400, 'BAD_FIELD', 'series']);
    expect(await faultsOf({ series: [first, { month: '1901-01', amount: 1 }] })).toEqual([400, 'BAD_FIELD', 'series']);
    expect(await faultsOf({ series: YEAR, horizon: 13 })).toEqual([400, 'BAD_FIELD', 'horizon']);
    expect(asked).toEqual([]);
  });
});
