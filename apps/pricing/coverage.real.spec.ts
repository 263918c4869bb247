import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askCoverage, askFetchBasis, askFetchScope, type CoverageQuery, type CoverageRow } from '@ml/contracts/price-coverage';
import { askPricingStats, type Paged } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { recordFetched, type FetchedSpan } from '@ml/persistence/stores/pricing/fetched-spans';
import { writeInstanceTypes, writeOfferings } from '@ml/persistence/stores/pricing/write-catalogue';
import { writeSpotPrices } from '@ml/persistence/stores/pricing/write-spot-prices';
import { bootService } from '@ml/platform/boot-service';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { runPricing } from './test/pricing-fixture';

const servers = await realServers();
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
const filler = await bootService('gap-filler', {}, { ...servers.envOf('gap-filler'), LOG_FILE: '/dev/null' });
const pricing = await runPricing({ ...servers.envOf('pricing'), PRICING_FETCH_ENABLED: 'false', PRICING_REGIONS: 'us-east-1,eu-west-1', PRICING_PRODUCTS: 'Linux/UNIX,Windows', ...midday.env });
const database = pricing.get(Database);

afterAll(async () => {
  await pricing.close();
  await Promise.all([gateway.close(), filler.close()]);
});

const TODAY = Math.floor(midday.start.getTime() / DAY_MS) * DAY_MS;
const REGION = 'us-east-1';
/** Midnight of a day before today. */
const ago = (days: number): number => TODAY - days * DAY_MS;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const type = (name: string) =>
  ({ instance_type: name, vcpu: 2, memory_bytes: 1, architectures: ['x86_64'], gpus: 0, local_storage_gb: 0, max_pods: 29, current_generation: true, bare_metal: false, burstable: false }) as const;
const rowsAt = (name: string, at: readonly number[]) => at.map((instant) => ({ instance_type: name, availability_zone: 'us-east-1a', region: REGION, product: 'Linux/UNIX', price: '0.0000000001', at: instant }) as const);
const record = (span: Partial<FetchedSpan>): Promise<void> =>
  database.transaction((tx) => recordFetched(tx, { region: REGION, source: 'aws', instance_types: [], products: ['Linux/UNIX', 'Windows'], from: new Date(ago(3)), until: new Date(ago(1)), ...span }));
const coverage = (query: Partial<CoverageQuery> = {}): Promise<Paged<CoverageRow>> => gateway.bus.ask(askCoverage, { region: REGION, limit: 100, offset: 0, ...query });

beforeAll(async () => {
  await database.transaction((tx) => writeInstanceTypes(tx, { rows: ['c5.large', 'm5.large', 'm5.xlarge'].map(type), source: 'aws', lastUpdated: new Date(TODAY) }));
  const offered = ['c5.large', 'm5.large'].flatMap((name) => ['us-east-1a', 'us-east-1b'].map((zone) => ({ instance_type: name, availability_zone: zone, region: REGION })));
  await database.transaction((tx) => writeOfferings(tx, { rows: offered, source: 'aws', lastUpdated: new Date(TODAY) }));
  await database.transaction((tx) => writeSpotPrices(tx, { rows: rowsAt('m5.large', [ago(2), ago(2) + HOUR_MS, ago(1) - 1_000, ago(1)]), source: 'aws' }));
  await record({});
  await record({ instance_types: ['m5.large'], products: ['Linux/UNIX'], from: new Date(ago(1)), until: new Date(ago(1) + 90 * 60_000) });
});

describe('coverage', () => {
  it('says of each pool and day how often the price changed and how much of the day is known', async () => {
    const { rows, total } = await coverage({ instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', start_date: dateOf(ago(4)) });
    expect(total).toBe(5);
    expect(rows.map(({ date, changes, known_hours, state }) => [date, changes, known_hours, state])).toEqual([
      [dateOf(ago(4)), 0, 0, 'missing'],
      [dateOf(ago(3)), 0, 24, 'complete'],
      [dateOf(ago(2)), 3, 24, 'complete'],
      [dateOf(ago(1)), 1, 1.5, 'partial'],
      [dateOf(TODAY), 0, 0, 'missing'],
    ]);
    expect(rows[0]).toMatchObject({ region: REGION, instance_type: 'm5.large', availability_zone: 'us-east-1a', product_description: 'Linux/UNIX' });
  });

  it('stands in the order of type, zone, product and day, a page at a time', async () => {
    const whole = await coverage();
    expect(whole.total).toBe(2 * 2 * 2 * 15);
    const pages = await Promise.all([0, 50, 100].map((offset) => coverage({ limit: 50, offset })));
    const keys = pages.flatMap(({ rows }) => rows).map((row) => [row.instance_type, row.availability_zone, row.product_description, row.date].join(' '));
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(keys).size).toBe(120);
    expect(pages.flatMap(({ rows }) => rows).slice(0, 100)).toEqual(whole.rows);
  });

  it('leaves out days of another state, and counts what is left', async () => {
    const { rows, total } = await coverage({ state: 'partial' });
    expect(total).toBe(2);
    expect(rows.map(({ availability_zone, date }) => [availability_zone, date])).toEqual([['us-east-1a', dateOf(ago(1))], ['us-east-1b', dateOf(ago(1))]]);
  });

  it('is asked anew once more is known, also when no row was written', async () => {
    const query = { instance_type: 'c5.large', availability_zone: 'us-east-1b', product: 'Windows', start_date: dateOf(ago(5)), end_date: dateOf(ago(5)) } as const;
    expect((await coverage(query)).rows[0]?.state).toBe('missing');
    await record({ instance_types: ['c5.large'], products: ['Windows'], from: new Date(ago(5)), until: new Date(ago(4)) });
    expect((await coverage(query)).rows[0]?.state).toBe('complete');
  });

  it('is asked anew once the catalogue says that a type runs no Windows', async () => {
    const query = { instance_type: 'r7g.large', start_date: dateOf(ago(5)), end_date: dateOf(ago(5)) } as const;
    await database.transaction((tx) => writeOfferings(tx, { rows: [{ instance_type: 'r7g.large', availability_zone: 'us-east-1a', region: REGION }], source: 'aws', lastUpdated: new Date(TODAY) }));
    expect((await coverage(query)).total).toBe(2);
    await database.transaction((tx) => writeInstanceTypes(tx, { rows: [{ ...type('r7g.large'), architectures: ['arm64'] }], source: 'aws', lastUpdated: new Date(TODAY) }));
    expect((await coverage(query)).rows.map((row) => row.product_description)).toEqual(['Linux/UNIX']);
    await database.execute(`delete from instance_offerings where instance_type = 'r7g.large'`);
    await database.execute(`delete from instance_types where instance_type = 'r7g.large'`);
  });

  it('is empty for a region and a type without prices, and refuses a region that is none', async () => {
    expect(await coverage({ region: 'eu-west-1' })).toEqual({ rows: [], total: 0 });
    expect(await coverage({ instance_type: 'x99.huge' })).toEqual({ rows: [], total: 0 });
    await expect(coverage({ region: 'moon-east-1' })).rejects.toMatchObject({ code: 'UNKNOWN_REGION', path: 'region' });
    await expect(coverage({ start_date: dateOf(ago(90)) })).rejects.toMatchObject({ code: 'BAD_PARAMETER', path: 'start_date' });
  });

  it('is part of the numbers of each region', async () => {
    const { coverage: covered } = await gateway.bus.ask(askPricingStats, {});
    expect(covered.by_region).toEqual([
      { region: REGION, source: 'aws', spot_prices_from: new Date(ago(2)).toISOString(), spot_prices_until: new Date(ago(1)).toISOString(), on_demand_as_of: null, advisor_as_of: null, complete_days_90: 2 },
    ]);
    await record({ instance_types: ['m5.large'], products: ['Linux/UNIX'], from: new Date(ago(10)), until: new Date(ago(8)) });
    expect((await gateway.bus.ask(askPricingStats, {})).coverage.by_region[0]?.complete_days_90).toBe(4);
  });
});

describe('the scope of a fetch', () => {
  const scope = (instance_types: readonly string[], regions: readonly string[] = [REGION]) => filler.bus.ask(askFetchScope, { instance_types, regions });

  it('is what names and patterns mean, each type once', async () => {
    expect(await scope(['M5.*', '*.large', 'm5.large'], [REGION, 'eu-west-1', REGION])).toEqual({ regions: [REGION, 'eu-west-1'], instance_types: ['c5.large', 'm5.large', 'm5.xlarge'], known_types: 3 });
    expect(await scope(['m5.xlarge'], [])).toMatchObject({ regions: [REGION, 'eu-west-1'], instance_types: ['m5.xlarge'] });
  });

  it('is every type when none is named, or a star', async () => {
    expect(await scope([])).toMatchObject({ instance_types: null, known_types: 3 });
    expect(await scope(['m5.*', '*'])).toMatchObject({ instance_types: null });
  });

  const refused: readonly (readonly [readonly string[], readonly string[], string, string, RegExp])[] = [
    [['m5.*', 'm7.*'], [REGION], 'UNKNOWN_INSTANCE_TYPE', 'instance_types[1]', /"m7\.\*" matches no instance type.*m5\.\*/],
    [['*', 'm7.*'], [REGION], 'UNKNOWN_INSTANCE_TYPE', 'instance_types[1]', /"m7\.\*" matches no instance type/],
    [['m5.larg'], [REGION], 'UNKNOWN_INSTANCE_TYPE', 'instance_types[0]', /near are m5\.large/],
    [['m5.(large|xlarge)'], [REGION], 'UNKNOWN_INSTANCE_TYPE', 'instance_types[0]', /is not an instance type/],
    [[], [REGION, 'moon-east-1'], 'UNKNOWN_REGION', 'regions[1]', /moon-east-1/],
    [Array.from({ length: 2_001 }, () => 'm5.large'), [REGION], 'BAD_PARAMETER', 'instance_types', /at most 2000/],
    [[], Array.from({ length: 101 }, () => REGION), 'BAD_PARAMETER', 'regions', /at most 100/],
  ];
  it.each(refused.map((one) => [`${JSON.stringify(one[0]).slice(0, 40)} in ${JSON.stringify(one[1]).slice(0, 40)}`, ...one] as const))('is refused for %s', async (...[, types, regions, code, path, message]) => {
    await expect(scope(types, regions)).rejects.toMatchObject({ code, path, message: expect.stringMatching(message) as string });
  });
});

describe('the basis of a fetch', () => {
  const span = { from: new Date(ago(4)).toISOString(), until: new Date(ago(0)).toISOString() };
  const basis = (instance_types: readonly string[] | null, change = {}) => filler.bus.ask(askFetchBasis, { region: REGION, instance_types, ...span, ...change });

  it('is what is known of each type that is offered there', async () => {
    const { types } = await basis(['m5.large', 'm5.xlarge']);
    expect(types).toEqual([
      {
        instance_type: 'm5.large',
        pools: 4,
        changes_per_day: expect.any(Number) as number,
        missing: [
          { from: span.from, until: new Date(ago(3)).toISOString() },
          { from: new Date(ago(1)).toISOString(), until: span.until },
        ],
      },
    ]);
    expect((await basis(null)).types.map(({ instance_type }) => instance_type)).toEqual(['c5.large', 'm5.large']);
  });

  it('misses nothing of a day that has just begun', async () => {
    const { types } = await basis(['m5.large'], { from: span.until });
    expect(types).toMatchObject([{ instance_type: 'm5.large', pools: 4, missing: [] }]);
  });

  it('takes every type for possible where nothing was ever heard of the region', async () => {
    const { types } = await basis(null, { region: 'eu-west-1' });
    expect(types.map(({ instance_type }) => instance_type)).toEqual(['c5.large', 'm5.large', 'm5.xlarge']);
    expect(types[0]).toEqual({ instance_type: 'c5.large', pools: 0, changes_per_day: null, missing: [span] });
  });

  it.each([
    [{ region: 'moon-east-1' }, 'UNKNOWN_REGION', 'region'],
    [{ from: 'yesterday' }, 'BAD_PARAMETER', 'from'],
    [{ until: new Date(ago(5)).toISOString() }, 'BAD_PARAMETER', 'until'],
    [{ from: new Date(ago(120)).toISOString() }, 'BAD_PARAMETER', 'until'],
  ])('is refused for %j', async (change, code, path) => {
    await expect(basis(null, change)).rejects.toMatchObject({ code, path });
  });
});
