import { describe, expect, it } from 'vitest';
import type { PoolFacts } from '@ml/contracts/pricing';
import { priceHistory, type PriceHistory } from '@ml/domain/features/price-history';
import { buildHistory, readHistory } from '@ml/domain/prices/history-snapshot';
import type { SpotRow } from '@ml/domain/prices/rows';
import { markObserved } from '@ml/persistence/stores/pricing/source-state';
import { writeOnDemandPrices } from '@ml/persistence/stores/pricing/write-on-demand-prices';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { gatherFacts } from './gather-facts';

const database = (await ownedDatabase('pricing')).connect({ poolSize: 2 });
/** An hour after a month began: the week before lies in two months. */
const AS_OF = Date.UTC(2026, 9, 1, 1);
const NOW = new Date(AS_OF + 50 * 60_000);
const SEEN = new Date(AS_OF + 42 * 60_000);

const change = (hoursBefore: number, price: string, rest: Partial<SpotRow> = {}): SpotRow => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  region: 'us-east-1',
  product: 'Linux/UNIX',
  price,
  at: AS_OF - hoursBefore * HOUR_MS,
  ...rest,
});

/** As pages come: the newest first, a page at a time. */
const PAGES: readonly (readonly SpotRow[])[] = [
  [change(-0.5, '0.9'), change(0, '0.3')],
  [change(84, '0.1'), change(84, '0.7', { product: 'Windows' }), change(12, '0.02', { instance_type: 'new.large' })],
  [change(80, '0.1', { instance_type: 'busy.large' }), change(156, '0.3', { instance_type: 'busy.large' }), change(160, '0.1', { instance_type: 'busy.large' })],
  [change(168, '0.3'), change(169, '0.8'), change(80 * 24, '0.04', { instance_type: 'quiet.large' }), change(91 * 24, '0.05', { instance_type: 'gone.large' })],
  [change(-0.7, '0.06', { instance_type: 'unborn.large' }), change(1, '0.01', { region: 'us-west-2', availability_zone: 'us-west-2a' })],
];
for (const rows of PAGES) await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));

const facts = (now = NOW) => database.transaction((tx) => gatherFacts(tx, 'us-east-1', now));
const pools = async (): Promise<Record<string, PoolFacts>> =>
  Object.fromEntries((await facts()).pools.facts.map((pool) => [`${pool.instance_type} ${pool.product}`, pool]));

/** Hour by hour, the slow way: of the changes up to an hour the last one holds. */
const historyFrom = (rows: readonly SpotRow[]): PriceHistory => {
  const inForce = (at: number): SpotRow | undefined => rows.filter((row) => row.at <= at).toSorted((a, b) => b.at - a.at)[0];
  const hours = Array.from({ length: 168 }, (_, index) => inForce(AS_OF - (167 - index) * HOUR_MS));
  const hourly = hours.flatMap((row) => (row === undefined ? [] : [Number(row.price)]));
  return priceHistory({ hourly, hoursSinceChange: (AS_OF - (inForce(AS_OF)?.at ?? 0)) / HOUR_MS });
};

describe('gatherFacts', () => {
  it('shows no pool while the first fetch is on its way', async () => {
    expect((await facts()).pools.facts).toEqual([]);
    await markObserved(database, { kind: 'spot_prices', region: 'us-east-1', source: 'aws', until: SEEN });
    expect((await facts()).pools.facts).toHaveLength(5);
  });

  it('holds prices at the last full hour of which the source has spoken, also when it is silent since', async () => {
    expect((await facts()).asOf).toBe(AS_OF);
    expect((await facts(new Date(NOW.getTime() + 3 * DAY_MS))).asOf).toBe(AS_OF);
    expect((await facts(new Date(AS_OF - 1))).asOf).toBe(AS_OF - HOUR_MS);
  });

  it('takes the price in force at that hour, to the second, and the week before it across the end of a month', async () => {
    const { 'm5.large Linux/UNIX': pool } = await pools();
    // 84 hours at 0.3, 84 at 0.1: the change at the very beginning of the week counts, the one at its end is only the price.
    expect(pool).toMatchObject({ price: 0.3, price_since: new Date(AS_OF).toISOString(), cv_168h: 0.5, history_hours: 168 });
  });

  it('puts changes into their order, whatever the order of their pages', async () => {
    // 4 hours at 0.1, 76 at 0.3, 80 at 0.1.
    const mean = (84 * 0.1 + 76 * 0.3) / 160;
    const cv = Math.sqrt((84 * (0.1 - mean) ** 2 + 76 * (0.3 - mean) ** 2) / 160) / mean;
    expect((await pools())['busy.large Linux/UNIX']).toMatchObject({ price: 0.1, history_hours: 160, cv_168h: Number(cv.toFixed(6)) });
  });

  it('keeps products of one pool apart, and regions', async () => {
    expect(Object.keys(await pools()).toSorted()).toEqual(['busy.large Linux/UNIX', 'm5.large Linux/UNIX', 'm5.large Windows', 'new.large Linux/UNIX', 'quiet.large Linux/UNIX']);
    expect((await pools())['m5.large Windows']).toMatchObject({ price: 0.7, cv_168h: 0, history_hours: 84 });
  });

  it('holds a price for as long as AWS keeps history, and no variation over half a day', async () => {
    const { 'quiet.large Linux/UNIX': quiet, 'new.large Linux/UNIX': fresh } = await pools();
    expect(quiet).toMatchObject({ price: 0.04, cv_168h: 0, history_hours: 168 });
    expect(fresh).toMatchObject({ price: 0.02, cv_168h: null, history_hours: 12 });
  });

  it('says of every pool what its own rows say of the week, one after the other', async () => {
    const { histories } = await facts();
    const { columns, pools: written } = buildHistory('us-east-1', AS_OF, histories);
    const read = readHistory(columns);
    const rows = PAGES.flat().filter(({ region }) => region === 'us-east-1');
    expect(written.map(({ instance_type: type, product }) => `${type} ${product}`).toSorted()).toEqual(Object.keys(await pools()).toSorted());
    for (const pool of written) {
      const own = rows.filter((row) => row.instance_type === pool.instance_type && row.product === pool.product);
      for (const [name, value] of Object.entries(historyFrom(own))) {
        const found = read(pool)[name as keyof PriceHistory];
        if (value === null) expect([pool.instance_type, name, found]).toEqual([pool.instance_type, name, null]);
        else expect(found, `${name} of ${pool.instance_type}`).toBeCloseTo(value as number, 9);
      }
    }
  });

  it('takes the newest on-demand price that is in force', async () => {
    const price = { instance_type: 'm5.large', region: 'us-east-1', operating_system: 'Linux' } as const;
    const rows = [
      { ...price, price: '0.09', effective_date: '2026-09-01' },
      { ...price, price: '0.11', effective_date: '2026-08-01' },
      { ...price, price: '0.5', effective_date: '2999-01-01' },
    ];
    await database.transaction((tx) => writeOnDemandPrices(tx, { rows, source: 'aws' }));
    await markObserved(database, { kind: 'on_demand_prices', region: 'us-east-1', source: 'aws', until: SEEN });
    expect((await facts()).onDemand).toMatchObject({ rows: [{ price: '0.0900000000' }], as_of: SEEN.toISOString() });
  });
});
