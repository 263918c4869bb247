import { afterAll, expect, it, vi } from 'vitest';
import { realServers } from '@ml/testing/real';
import { DAY_MS } from '@ml/units/time';
import { startOrders } from '../test/orders-fixture';

/** The last evening of a month, UTC; in Berlin the next month has begun, and the day before yesterday had 23 hours. */
const NOW = Date.parse('2031-03-31T22:30:00Z');
vi.stubEnv('TZ', 'Europe/Berlin');

const servers = await realServers();
const world = await startOrders(servers, { CLOCK_OFFSET_MS: String(NOW - Date.now()) });
afterAll(() => world.close());

const FIRST = Date.parse('2031-03-29T00:00:00Z');
const instant = (at: number): string => new Date(at).toISOString();
const chunks = [0, 1, 2].map((day) => ({ chunk: day, instance_types: ['m5.large'], start_at: instant(FIRST + day * DAY_MS), end_at: instant(Math.min(NOW, FIRST + (day + 1) * DAY_MS)) }));

it('fills days of UTC up to the present at the end of a month and of winter time', async () => {
  expect(new Date(FIRST + DAY_MS).getTimezoneOffset()).not.toBe(new Date(FIRST + 2 * DAY_MS).getTimezoneOffset());
  const states = await world.ended(await world.orderer.order({ chunks }), 3);
  expect(states.map(({ status, records_refused }) => [status, records_refused])).toEqual(Array(3).fill(['completed', 0]));
  const spans = await world.database.query<{ from_at: Date; until_at: Date; parts: number }>(
    `select lower(during) as from_at, upper(during) as until_at, (select count(*) from unnest(during)) as parts from spot_fetched where instance_type = 'm5.large' and product_description = 'Linux/UNIX'`,
  );
  expect(spans).toEqual([{ from_at: new Date(FIRST), until_at: new Date(NOW), parts: 1 }]);
  const [rows] = await world.database.query<{ days: number; late: number }>(
    `select count(distinct date_trunc('day', "timestamp" at time zone 'UTC')) filter (where "timestamp" >= $1) as days, count(*) filter (where "timestamp" > $2) as late from spot_prices`,
    [new Date(FIRST), new Date(NOW)],
  );
  expect(rows).toEqual({ days: 3, late: 0 });
});
