import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askCostHistory, askForecastAccount, askForecastSeries, type AccountKey, type MonthlyAmount } from '@ml/contracts/insights';
import type { Owner } from '@ml/contracts/wire';
import { bootService, type Booted } from '@ml/platform/boot-service';
import { BusExceptionFilter } from '@ml/platform/bus/bus-exception-filter';
import { BusTransport } from '@ml/platform/bus/bus-transport';
import { Answers } from '@ml/platform/bus/handlers';
import { PlatformModule } from '@ml/platform/platform-module';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { COMPUTE_PROVIDERS } from '../compute/compute-parts';
import { insightSettings } from '../settings';
import { FORECAST_CONTROLLERS, FORECAST_PROVIDERS } from './forecast-parts';

builtServices();
const servers = await realServers({ database: 'empty' });

const thisMonth = new Date().toISOString().slice(0, 7);
/** The months before this one, and this one. */
const bills = (count: number): readonly MonthlyAmount[] => {
  const now = new Date();
  return Array.from({ length: count + 1 }, (_, at) => ({ month: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + at)).toISOString().slice(0, 7), amount: at === count ? 1 : 1_000 + 10 * at }));
};

@Controller()
class CollectorStandIn {
  @Answers(askCostHistory)
  history(@Payload() account: AccountKey): { readonly series: readonly MonthlyAmount[] } {
    if (account.account_id !== 'known') throw new AppError('NOT_FOUND', 'nothing is collected of this account');
    return { series: bills(36) };
  }
}

@Module({ controllers: [CollectorStandIn] })
class Collector {}

@Module({ controllers: [...FORECAST_CONTROLLERS], providers: [...COMPUTE_PROVIDERS, ...FORECAST_PROVIDERS] })
class Forecasts {}

const serve = async (owner: Owner, module: Type<unknown>): Promise<void> => {
  const booted = await bootService(owner, owner === 'insight' ? insightSettings : {}, { ...servers.envOf(owner), LOG_LEVEL: 'error', LOG_FILE: '/dev/null' });
  const app = await NestFactory.createMicroservice({ module: class Root {}, imports: [PlatformModule.with(booted), module] }, { strategy: new BusTransport(booted.transport), logger: false });
  app.useGlobalFilters(new BusExceptionFilter());
  await app.listen();
  afterAll(async () => {
    await app.close();
    await booted.close();
  });
};

await serve('collector', Collector);
await serve('insight', Forecasts);
const gateway: Booted = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
afterAll(() => gateway.close());

describe('the service of forecasts', () => {
  it('forecasts what is posted, without the month that has not ended', async () => {
    const { points, months, warnings } = await gateway.bus.ask(askForecastSeries, { series: bills(24), horizon: 3 });
    expect([points.length, points[0]?.month, months, warnings]).toEqual([3, thisMonth, 24, [expect.objectContaining({ code: 'UNFINISHED_MONTH' })]]);
  });

  it('forecasts what was collected of an account', async () => {
    const { points, months } = await gateway.bus.ask(askForecastAccount, { account_id: 'known', provider: 'aws', horizon: 6 });
    expect([points[0]?.month, points.length, months]).toEqual([thisMonth, 6, 36]);
    expect(points[0]?.amount).toBeGreaterThan(1_300);
    await expect(gateway.bus.ask(askForecastAccount, { account_id: 'unknown', horizon: 6 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says how many months are needed', async () => {
    await expect(gateway.bus.ask(askForecastSeries, { series: bills(2), horizon: 6 })).rejects.toMatchObject({ code: 'TOO_SHORT', message: 'a forecast needs 3 months that have ended, there are 2 besides the current one' });
    await expect(gateway.bus.ask(askForecastSeries, { series: [], horizon: 1 })).rejects.toMatchObject({ code: 'TOO_SHORT' });
  });

  it('answers many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => gateway.bus.ask(askForecastSeries, { series: bills(12), horizon: 6 })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
