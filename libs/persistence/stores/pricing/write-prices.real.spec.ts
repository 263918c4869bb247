import { describe, expect, it } from 'vitest';
import type { SpotRow } from '@ml/domain/prices/rows';
import { ownedDatabase } from '@ml/testing/owned-database';
import { spotPricePage, onDemandPricePage, spotAdvisorPage } from './read-prices';
import { pricingStats } from './read-stats';
import { dropOldPartitions, makePartitionsAhead } from './partitions';
import { claimRegions, sourceStates } from './source-state';
import { writeInstanceTypes, writeOfferings } from './write-catalogue';
import { writeOnDemandPrices } from './write-on-demand-prices';
import { writeSpotAdvisor } from './write-spot-advisor';
import { observeFileUntilItsNewest, writeSpotPrices } from './write-spot-prices';

const owned = await ownedDatabase('pricing');
const database = owned.connect({ poolSize: 4 });

const row = (change: Partial<SpotRow> = {}): SpotRow => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  region: 'us-east-1',
  product: 'Linux/UNIX',
  price: '0.0358',
  at: Date.UTC(2026, 10, 19, 10),
  ...change,
});

const inRegion = (region: string, change: Partial<SpotRow> = {}): SpotRow => row({ region, availability_zone: `${region}a`, ...change });
const page = { limit: 100, offset: 0, instance_type: null, availability_zone: null, product: null, from: null, until: null };

describe('writing spot prices', () => {
  it('writes a batch once, however often it comes, and counts what was new', async () => {
    const rows = [row(), row({ product: 'Windows', price: '0.12' }), row()];
    const first = await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));
    const again = await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));
    expect(first).toMatchObject({ staged: 3, inserted: 2, left_out: 0, regions: ['us-east-1'] });
    expect(again).toMatchObject({ staged: 3, inserted: 0 });
  });

  it('knows from when to when a pool was seen, in whatever order its pages come', async () => {
    const at = [Date.UTC(2026, 10, 3), Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 4), Date.UTC(2026, 10, 2)];
    for (const instant of at) await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('mx-central-1', { at: instant })], source: 'aws' }));
    expect(await database.query(`select oldest_at, newest_at from spot_pools where region = 'mx-central-1'`)).toEqual([
      { oldest_at: new Date('2026-11-01T00:00:00Z'), newest_at: new Date('2026-11-04T00:00:00Z') },
    ]);
  });

  it('keeps ten decimals exactly', async () => {
    const price = '12345.1234567891';
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('eu-west-1', { price }), inRegion('eu-west-1', { price: '0.0000000001', at: 1_700_000_000_000 })], source: 'aws' }));
    const { rows, total } = await spotPricePage(database, { ...page, region: 'eu-west-1' });
    expect(rows.map((found) => found.spot_price)).toEqual([price, '0.0000000001']);
    expect(rows[1]).toMatchObject({ timestamp: '2023-11-14T22:13:20.000Z', az: 'eu-west-1a' });
    expect(total).toBe(2);
  });

  it('makes the month of an old price when it comes', async () => {
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('eu-west-2', { at: Date.UTC(2022, 4, 31, 23, 59, 47) })], source: 'file' }));
    const months = await database.query<{ name: string }>(`select relname as name from pg_class where relname = 'spot_prices_2022_05' and relkind = 'r'`);
    expect(months).toHaveLength(1);
  });

  it('holds a file until the hour after its newest row', async () => {
    await database.transaction((tx) => observeFileUntilItsNewest(tx, ['eu-west-2']));
    const state = (await sourceStates(database)).find((candidate) => candidate.region === 'eu-west-2');
    expect(state?.observed_until?.toISOString()).toBe('2022-06-01T00:00:00.000Z');
  });

  it('leaves nothing behind when the stream fails, and the pool goes on with another connection', async () => {
    async function* failing(): AsyncGenerator<SpotRow> {
      for (let second = 0; second < 20_000; second += 1) yield inRegion('sa-east-1', { at: Date.UTC(2026, 10, 1) + second * 1_000 });
      await Promise.resolve();
      throw new Error('the source broke');
    }
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(database.transaction((tx) => writeSpotPrices(tx, { rows: failing(), source: 'aws' }))).rejects.toThrow('the source broke');
    }
    expect((await spotPricePage(database, { ...page, region: 'sa-east-1' })).total).toBe(0);
    await expect(database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('sa-east-1')], source: 'aws' }))).resolves.toMatchObject({ inserted: 1 });
  });

  it('lets a second writer of a region go on while the first has not ended', async () => {
    const at = Date.UTC(2026, 10, 3);
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('eu-south-1', { at })], source: 'aws' }));
    let second: unknown = 'has not begun';
    await database.transaction(async (tx) => {
      await claimRegions(tx, { kind: 'spot_prices', source: 'aws', regions: ['eu-south-1'] });
      second = await database.transaction((other) => writeSpotPrices(other, { rows: [inRegion('eu-south-1', { at: at + 1_000 })], source: 'aws' }));
    });
    expect(second).toMatchObject({ inserted: 1 });
  });

  it('lets several writers of the same rows through, in whatever order each of them has the rows', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => inRegion('eu-central-2', { at: Date.UTC(2026, 10, 2) + (index % 50) * 1_000, availability_zone: `eu-central-2${'abcdef'.charAt(index % 6)}` }));
    await database.transaction((tx) => writeSpotPrices(tx, { rows: rows.slice(0, 1), source: 'aws' }));
    for (let round = 0; round < 5; round += 1) {
      const later = rows.map((given) => ({ ...given, at: given.at + round * 3_600_000 }));
      const orders = [later, later.toReversed(), later.toSorted((a, b) => a.at - b.at)];
      await Promise.all(orders.map((given) => database.transaction((tx) => writeSpotPrices(tx, { rows: given, source: 'aws' }))));
    }
    expect((await spotPricePage(database, { ...page, region: 'eu-central-2' })).total).toBe(5 * new Set(rows.map(({ at, availability_zone }) => `${availability_zone} ${String(at)}`)).size);
  });

  it('lets several writers of several regions through', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => inRegion(index % 2 === 0 ? 'ca-central-1' : 'eu-north-1', { at: Date.UTC(2026, 10, 2) + index * 1_000 }));
    const written = await Promise.all(Array.from({ length: 6 }, () => database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }))));
    expect(written.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(500);
  });
});

describe('invented and real prices', () => {
  it('never stand side by side, whoever of both comes first and however many come at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const region = `eu-race-${String(round + 1)}`;
      const rows = (source: number): SpotRow[] => Array.from({ length: 200 }, (_, index) => row({ region, availability_zone: `${region}a`, at: Date.UTC(2026, 10, 5) + index * 1_000 + source }));
      await database.transaction((tx) => writeSpotPrices(tx, { rows: rows(0), source: 'emulator' }));
      const sources = ['emulator', 'file', 'emulator', 'emulator'] as const;
      await Promise.all(sources.map((source, index) => database.transaction((tx) => writeSpotPrices(tx, { rows: rows(index * 10_000_000), source }))));
      expect(await database.query('select distinct source from spot_prices where region = $1', [region])).toEqual([{ source: 'file' }]);
    }
  });

  it('replaces the emulator by a file, region by region, and does not let it back in', async () => {
    const rows = [inRegion('ap-south-1'), inRegion('ap-south-1', { at: Date.UTC(2026, 10, 19, 11) }), inRegion('us-west-2')];
    await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'emulator' }));
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('ap-south-1', { price: '0.02' })], source: 'file' }));
    expect((await spotPricePage(database, { ...page, region: 'ap-south-1' })).rows.map((found) => found.spot_price)).toEqual(['0.02']);
    const again = await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'emulator' }));
    expect(again).toMatchObject({ staged: 3, inserted: 0, left_out: 2, regions: ['us-west-2'] });
    expect((await spotPricePage(database, { ...page, region: 'ap-south-1' })).total).toBe(1);
  });
});

describe('retention', () => {
  it('drops old months, but never the newest price of a region', async () => {
    const now = new Date('2026-11-20T00:00:00Z');
    await makePartitionsAhead(database, now);
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [inRegion('eu-west-2', { at: Date.UTC(2021, 0, 5) })], source: 'file' }));
    expect(await dropOldPartitions(database, now, 24)).toEqual(['spot_prices_2021_01', 'spot_prices_2023_11']);
    expect((await spotPricePage(database, { ...page, region: 'eu-west-2' })).total).toBe(1);
  });

  it('keeps the months in which the prices that still hold were reported, and no other month for the sake of an old region', async () => {
    const now = new Date('2026-11-20T00:00:00Z');
    const reported = [Date.UTC(2023, 1, 1, 0, 30), Date.UTC(2022, 11, 20), Date.UTC(2022, 8, 1)];
    const rows = reported.map((at, index) => inRegion('ap-east-1', { at, instance_type: `m${String(index)}.large` }));
    const busy = [Date.UTC(2023, 5, 1), Date.UTC(2026, 10, 19)].map((at) => inRegion('ca-west-1', { at }));
    await database.transaction((tx) => writeSpotPrices(tx, { rows: [...rows, ...busy], source: 'file' }));
    expect(await dropOldPartitions(database, now, 24)).toEqual(['spot_prices_2022_09', 'spot_prices_2023_06']);
    const pools = await database.query<{ type: string; oldest: Date }>(`select instance_type as type, oldest_at as oldest from spot_pools where region in ('ap-east-1', 'ca-west-1') order by 1`);
    expect(pools).toEqual([
      { type: 'm0.large', oldest: new Date(reported[0] ?? 0) },
      { type: 'm1.large', oldest: new Date(reported[1] ?? 0) },
      { type: 'm5.large', oldest: new Date('2026-11-19T00:00:00Z') },
    ]);
  });
});

describe('questions about very many rows', () => {
  it('read the newest of all by an index and count no further than 100,000', async () => {
    const rows = Array.from({ length: 100_500 }, (_, index) => inRegion('me-south-1', { at: Date.UTC(2026, 9, 1) + index * 1_000 }));
    await database.transaction((tx) => writeSpotPrices(tx, { rows, source: 'aws' }));
    const all = await spotPricePage(database, { ...page, limit: 1, region: null });
    expect(all.total).toBe(100_000);
    const plan = await database.query<{ 'QUERY PLAN': string }>(`explain select * from spot_prices order by "timestamp" desc, instance_type, availability_zone, product_description limit 50`);
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Scan using spot_prices_\d{4}_\d{2}_timestamp_idx/);
    expect((await pricingStats(database, new Date('2026-11-21T00:00:00Z'))).spot_prices_count).toBeGreaterThan(100_500);
  });
});

describe('price lists', () => {
  const price = { instance_type: 'm5.large', region: 'us-east-1', operating_system: 'Linux', price: '0.1234567891', effective_date: '2026-10-01' } as const;

  it('answers with the newest price that is in force', async () => {
    const rows = [price, { ...price, price: '0.09', effective_date: '2026-11-01' }, { ...price, price: '0.01', effective_date: '2999-01-01' }];
    await database.transaction((tx) => writeOnDemandPrices(tx, { rows, source: 'aws' }));
    expect(await onDemandPricePage(database, { region: 'us-east-1', limit: 10, offset: 0 })).toMatchObject({ total: 1, rows: [{ hourly_price: '0.09', effective_date: '2026-11-01', source: 'aws' }] });
  });

  it('corrects a price of the same day, but not what AWS said by what a file says', async () => {
    await database.transaction((tx) => writeOnDemandPrices(tx, { rows: [{ ...price, price: '0.5' }], source: 'file' }));
    const corrected = await database.transaction((tx) => writeOnDemandPrices(tx, { rows: [{ ...price, price: '0.6' }], source: 'aws' }));
    expect(corrected.inserted).toBe(1);
    const file = await database.transaction((tx) => writeOnDemandPrices(tx, { rows: [{ ...price, price: '0.7' }], source: 'file' }));
    expect(file.inserted).toBe(0);
  });

  it('replaces the advice of a region as a whole, unless what is there is newer', async () => {
    const advice = (type: string, level: 0 | 4) =>
      ({ instance_type: type, region: 'us-east-1', operating_system: 'Linux', class: level, interruption_rate: level === 0 ? '<5%' : '>20%', savings_pct: -62, raw: '{"s":-62,"r":0}' }) as const;
    await database.transaction((tx) => writeSpotAdvisor(tx, { rows: [advice('m5.large', 0), advice('gone.large', 0)], source: 'aws', lastUpdated: new Date('2026-11-01'), complete: true }));
    await database.transaction((tx) => writeSpotAdvisor(tx, { rows: [advice('m5.large', 4)], source: 'aws', lastUpdated: new Date('2026-11-02'), complete: true }));
    await database.transaction((tx) => writeSpotAdvisor(tx, { rows: [advice('m5.large', 0)], source: 'file', lastUpdated: new Date('2025-06-28'), complete: true }));
    expect(await spotAdvisorPage(database, { limit: 10, offset: 0 })).toMatchObject({ total: 1, rows: [{ instance_type: 'm5.large', interruption_rate: '>20%', savings_over_od: -62 }] });
  });

  it('counts what is new or has changed, and dates what was only said again', async () => {
    const region = 'il-central-1';
    const advice = (type: string, savings_pct: number) => ({ instance_type: type, region, operating_system: 'Linux', class: 0, interruption_rate: '<5%', savings_pct, raw: JSON.stringify({ s: savings_pct, r: 0 }) }) as const;
    const type = (name: string, vcpu: number) =>
      ({ instance_type: name, vcpu, memory_bytes: 8 * 1024 ** 3, architectures: ['x86_64'], gpus: 0, local_storage_gb: 0, max_pods: null, current_generation: true, bare_metal: false, burstable: false }) as const;
    const offering = (letter: string) => ({ instance_type: 'z1.large', availability_zone: `${region}${letter}`, region });
    const inserted = (day: string, figure: number, letters: readonly string[]): Promise<readonly number[]> =>
      database.transaction(async (tx) => {
        const told = { source: 'aws', lastUpdated: new Date(day), complete: true } as const;
        const written = [
          await writeSpotAdvisor(tx, { ...told, rows: [advice('z1.large', 70), advice('z1.xlarge', figure)] }),
          await writeInstanceTypes(tx, { ...told, rows: [type('z1.large', 2), type('z1.xlarge', figure)] }),
          await writeOfferings(tx, { ...told, rows: letters.map(offering) }),
        ];
        return written.map((each) => each.inserted);
      });
    const dates = (): Promise<{ day: string }[]> =>
      database.query(`select distinct last_updated::date::text as day from (select last_updated from spot_advisor_data where region = $1
        union all select last_updated from instance_types union all select last_updated from instance_offerings where region = $1) dated`, [region]);
    expect(await inserted('2026-11-01', 4, ['a'])).toEqual([2, 2, 1]);
    expect(await inserted('2026-11-02', 4, ['a'])).toEqual([0, 0, 0]);
    expect(await dates()).toEqual([{ day: '2026-11-02' }]);
    expect(await inserted('2026-11-03', 5, ['a', 'b'])).toEqual([1, 1, 1]);
    expect(await inserted('2026-10-01', 6, ['a', 'b'])).toEqual([0, 0, 0]);
    expect(await dates()).toEqual([{ day: '2026-11-03' }]);
    for (const table of ['spot_advisor_data', 'instance_types', 'instance_offerings']) await database.execute(`delete from ${table} where instance_type like 'z1.%'`);
  });

  it('counts what there is', async () => {
    expect(await pricingStats(database, new Date('2026-11-21T00:00:00Z'))).toMatchObject({ on_demand_prices_count: 3, spot_advisor_count: 1, catalogue_count: 0, coverage: { instance_types: 3 } });
  });
});
