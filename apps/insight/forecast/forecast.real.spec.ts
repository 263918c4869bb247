import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askCostHistory, askForecastAccount, askForecastSeries, type AccountKey, type MonthlyAmount } from '@ml/contracts/insights';
import { Answers } from '@ml/platform/bus/handlers';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus, serveModule } from '@ml/testing/serve-module';
import { COMPUTE_PROVIDERS } from '../compute/compute-parts';
import { insightSettings } from '../settings';
import { FORECAST_CONTROLLERS, FORECAST_PROVIDERS } from './forecast-parts';

builtServices();
const servers = await realServers({ database: 'empty' });

const thisMonth = (): string => new Date().toISOString().slice(0, 7);
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

await serveModule(servers, { owner: 'collector', module: Collector });
await serveModule(servers, { owner: 'insight', module: Forecasts, settings: insightSettings });
const gateway = await onTheBus(servers, 'gateway');

describe('the service of forecasts', () => {
  it('forecasts what is posted, without the month that has not ended', async () => {
    const { points, months, warnings } = await gateway.bus.ask(askForecastSeries, { series: bills(24), horizon: 3 });
    expect([points.length, points[0]?.month, months, warnings]).toEqual([3, thisMonth(), 24, [expect.objectContaining({ code: 'UNFINISHED_MONTH' })]]);
  });

  it('forecasts what was collected of an account', async () => {
    const { points, months } = await gateway.bus.ask(askForecastAccount, { account_id: 'known', provider: 'aws', horizon: 6 });
    expect([points[0]?.month, points.length, months]).toEqual([thisMonth(), 6, 36]);
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
