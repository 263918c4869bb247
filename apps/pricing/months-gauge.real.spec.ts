import { afterAll, expect, it } from 'vitest';
import { makePartitionsAhead } from '@ml/persistence/stores/pricing/partitions';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { ownedConnection } from './test/owned-connection';
import { realServers } from '@ml/testing/real';
import { DAY_MS, SECOND_MS } from '@ml/units/time';
import { MonthsGauge } from './months-gauge';

const servers = await realServers();
const database = ownedConnection(servers.envOf('pricing')['DATABASE_URL'] ?? '');

afterAll(() => database.close());

const daysAhead = async (clock: Clock): Promise<number> => {
  const metrics = new Metrics('pricing');
  new MonthsGauge(database, clock, metrics);
  const [sample] = (await metrics.registry.getSingleMetric('ml_price_months_ahead_seconds')?.get())?.values ?? [];
  return ((sample?.value ?? Number.NaN) * SECOND_MS) / DAY_MS;
};

it('tells for how many days prices find a partition, and that there is none when the months have run out', async () => {
  await makePartitionsAhead(database, new Date());
  const ahead = await daysAhead(new Clock());
  // This month's rest, and two whole months.
  expect(ahead).toBeGreaterThan(58);
  expect(ahead).toBeLessThan(94);
  expect(await daysAhead(new Clock(100 * DAY_MS))).toBeCloseTo(ahead - 100, 1);
});
