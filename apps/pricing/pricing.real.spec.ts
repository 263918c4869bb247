import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { askCoverage } from '@ml/contracts/price-coverage';
import {
  askFetch,
  askFetchTask,
  askOnDemandPrices,
  askPricingStats,
  askRebuild,
  askSpotAdvisor,
  askSpotPrices,
  priceSnapshotPublished,
  type FetchRequest,
  type FetchTask,
  type PriceSnapshot,
  type PriceSnapshotPublished,
} from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { bootService } from '@ml/platform/boot-service';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { RefreshTasks } from './fetch/refresh-tasks';
import { buildBundles, startBundle } from './test/child-service';
import { ANY_CREDENTIALS, emulatedAws, runPricing } from './test/pricing-fixture';

const servers = await realServers();
await buildBundles();
const emulator = await startBundle('aws-emulator', 'listening', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: 'us-east-1,ap-south-1,eu-west-1', ...midday.env });
const url = String(emulator.ready['url']);
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
const optimizer = await bootService('spot-optimizer', {}, { ...servers.envOf('spot-optimizer'), LOG_FILE: '/dev/null' });

for (const [name, value] of Object.entries(ANY_CREDENTIALS)) vi.stubEnv(name, value);
const published = new Map<string, PriceSnapshotPublished>();
const watch = await optimizer.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, (fact) => {
  published.set(fact.region, fact);
});
const pricing = await runPricing({
  ...servers.envOf('pricing'),
  ...emulatedAws(url),
  PRICING_REGIONS: 'us-east-1',
  PRICING_FIRST_FETCH_DAYS: '2',
  ...midday.env,
});

afterAll(async () => {
  await watch.stop();
  await pricing.close();
  await Promise.all([gateway.close(), optimizer.close(), emulator.end()]);
});

const { bus } = gateway;
const page = { limit: 10, offset: 0 };

const snapshotOf = async (id: string): Promise<PriceSnapshot> => JSON.parse(zstdDecompressSync(await optimizer.blobs.get(id)).toString()) as PriceSnapshot;
const fetchAndWait = async (request: Partial<FetchRequest>): Promise<FetchTask> => {
  const { task_id } = await bus.ask(askFetch, { data_type: 'spot_prices', instance_types: [], regions: ['eu-west-1'], ...request });
  return until(
    () => bus.ask(askFetchTask, { task_id }),
    (task) => task.status === 'completed' || task.status === 'failed',
  );
};
const fault = (body: object): Promise<Response> => fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

async function until<T>(read: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const giveUpAt = Date.now() + 45_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`still ${JSON.stringify(value)}\n${emulator.lines.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the first start', () => {
  it('answers for a region from the built-in table before anything is fetched', async () => {
    const fact = await until(() => published.get('ap-south-1'), (value) => value !== undefined);
    const snapshot = await snapshotOf(fact?.snapshot_id ?? '');
    expect(snapshot).toMatchObject({ region: 'ap-south-1', source: 'catalogue', pools: [], prices_as_of: null, on_demand_as_of: '2025-04-04T00:00:00.000Z' });
    expect(snapshot.types.length).toBeGreaterThan(100);
  });

  it('fetches its regions by itself and publishes their pools', async () => {
    const fact = await until(
      () => published.get('us-east-1'),
      (value) => (value?.pools ?? 0) > 500 && value?.prices_as_of !== null,
    );
    const stats = await until(() => bus.ask(askPricingStats, {}), (value) => value.spot_prices_count > 0 && value.on_demand_prices_count > 0 && value.spot_advisor_count > 0 && value.catalogue_count > 0);
    expect(stats.coverage).toMatchObject({ regions: 1 });
    expect(fact).toBeDefined();
    await bus.ask(askRebuild, { regions: ['us-east-1'] });
    const newest = await until(() => published.get('us-east-1'), (value) => value !== undefined);
    const snapshot = await snapshotOf(newest?.snapshot_id ?? '');
    expect(snapshot).toMatchObject({ source: 'emulator', schema: 1 });
    const type = snapshot.types.find((facts) => facts.instance_type === 'm5.large');
    expect(type?.on_demand.Linux).toBeCloseTo(0.096, 3);
    expect(type?.advisor.Linux).toBeDefined();
    expect(type?.availability_zones?.length).toBeGreaterThan(3);
    const pool = snapshot.pools.find((facts) => facts.instance_type === 'm5.large' && facts.product === 'Linux/UNIX');
    expect(pool?.history_hours).toBeGreaterThanOrEqual(47);
    expect(pool?.cv_168h).not.toBeNull();
  });

  it('is gone on from by the next refresh', async () => {
    const database = pricing.get(Database);
    const begun = (): Promise<{ status: string; start_at: Date }[]> =>
      database.query(`select chunk.status, chunk.start_at from fetch_chunks chunk join fetch_tasks task using (task_id) where task.data_type = 'spot_prices' and chunk.region = 'us-east-1' order by start_at`);
    await until(begun, (chunks) => chunks.length === 1 && chunks[0]?.status === 'completed');
    await database.transaction((tx) => pricing.get(RefreshTasks).queueIn(tx, { kinds: ['spot_prices'], origin: 'schedule' }));
    const [first, next] = await begun();
    const hoursBefore = (at: Date | undefined): number => (midday.now().getTime() - (at?.getTime() ?? 0)) / 3_600_000;
    expect(hoursBefore(first?.start_at)).toBeCloseTo(48, 0);
    expect(hoursBefore(next?.start_at)).toBeCloseTo(1, 0);
  });
});

describe('questions', () => {
  it('pages through spot prices, newest first, with their number', async () => {
    const query = { instance_type: 'm5.large', region: 'us-east-1', product: 'Linux/UNIX' } as const;
    const first = await bus.ask(askSpotPrices, { ...query, limit: 5, offset: 0 });
    const second = await bus.ask(askSpotPrices, { ...query, limit: 5, offset: 5 });
    expect(first.rows).toHaveLength(5);
    expect(first.total).toBeGreaterThan(10);
    const times = [...first.rows, ...second.rows].map((row) => row.timestamp);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(first.rows[0]).toMatchObject({ region: 'us-east-1', product_description: 'Linux/UNIX', az: expect.stringMatching(/^us-east-1[a-f]$/) });
  });

  it('knows the days that were fetched whole, today in part and those before not at all', async () => {
    const day = (ago: number): string => new Date(midday.start.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
    const query = { ...page, region: 'us-east-1', instance_type: 'm5.large', availability_zone: 'us-east-1a', product: 'Linux/UNIX', start_date: day(4) };
    const { rows } = await until(() => bus.ask(askCoverage, query), (covered) => covered.rows.at(-1)?.state === 'partial');
    expect(rows.map(({ date, state }) => [date, state])).toEqual([[day(4), 'missing'], [day(3), 'missing'], [day(2), 'partial'], [day(1), 'complete'], [day(0), 'partial']]);
    expect(rows[3]).toMatchObject({ known_hours: 24, changes: expect.any(Number) as number });
    expect(rows[3]?.changes).toBeGreaterThan(0);
  });

  it('answers the same again from the cache and reads anew once something was written', async () => {
    const query = { ...page, region: 'us-east-1', instance_type: 'c5.large' };
    const before = await bus.ask(askOnDemandPrices, query);
    expect(await bus.ask(askOnDemandPrices, query)).toEqual(before);
    const database = pricing.get(Database);
    await database.query(`update on_demand_prices set hourly_price = 9 where instance_type = 'c5.large' and region = 'us-east-1'`);
    expect(await bus.ask(askOnDemandPrices, query)).toEqual(before);
    await database.query(`update source_states set revision = revision + 1 where data_type = 'on_demand_prices'`);
    expect((await bus.ask(askOnDemandPrices, query)).rows.map((row) => row.hourly_price)).toContain('9');
  });

  it('gives an empty page for a type that nobody knows and the built-in price where nothing was fetched', async () => {
    expect(await bus.ask(askSpotPrices, { ...page, instance_type: 'nobody.knows' })).toEqual({ rows: [], total: 0 });
    expect(await bus.ask(askOnDemandPrices, { ...page, region: 'ap-south-1', instance_type: 'm5.large' })).toMatchObject({ total: 1, rows: [{ source: 'catalogue', effective_date: '2025-04-04' }] });
    expect((await bus.ask(askSpotAdvisor, { ...page, instance_type: 'm5.large', region: 'us-east-1' })).total).toBeGreaterThan(0);
  });

  it.each([
    [askSpotPrices, { ...page, region: 'moon-east-1' }, 'UNKNOWN_REGION', 'region'],
    [askSpotPrices, { ...page, start_date: '2026-11-02', end_date: '2026-11-01' }, 'BAD_PARAMETER', 'end_date'],
    [askFetch, { data_type: 'spot_prices', instance_types: ['m5.large', 'x99.huge'], regions: ['us-east-1'] }, 'UNKNOWN_INSTANCE_TYPE', 'instance_types[1]'],
    [askFetch, { data_type: 'spot_prices', instance_types: [], regions: ['us-east-1', 'moon-east-1'] }, 'UNKNOWN_REGION', 'regions[1]'],
    [askFetch, { data_type: 'spot_prices', instance_types: [], regions: ['us-east-1'], start_date: '2020-01-01' }, 'BAD_PARAMETER', 'start_date'],
    [askSpotPrices, { ...page, offset: 100_001 }, 'BAD_PARAMETER', 'offset'],
    [askFetch, { data_type: 'spot_prices', instance_types: [], regions: ['us-east-1'], end_date: '2020-01-01' }, 'BAD_PARAMETER', 'end_date'],
    [askFetchTask, { task_id: 'x' }, 'NOT_FOUND', 'task_id'],
  ])('refuses a wrong question to $subject by code and path', async (...[question, body, code, path]) => {
    await expect(bus.ask(question as typeof askFetch, body as never)).rejects.toMatchObject({ code, path });
  });
});

describe('fetching on request', () => {
  it('fetches page by page through throttling, broken answers and duplicates, and inserts nothing twice', async () => {
    await fault({ kind: 'throttle', operation: 'DescribeSpotPriceHistory', times: 2 });
    await fault({ kind: 'truncate', operation: 'DescribeSpotPriceHistory', times: 1 });
    const first = await fetchAndWait({ start_date: new Date(midday.now().getTime() - 86_400_000).toISOString() });
    expect(first).toMatchObject({ status: 'completed', percent_complete: 100, records_refused: 0 });
    expect(first.records_fetched).toBeGreaterThan(1_000);
    const again = await fetchAndWait({ start_date: new Date(midday.now().getTime() - 86_400_000).toISOString() });
    expect(again.records_inserted).toBeLessThan(first.records_inserted / 10);
  });

  it('keeps the old prices when a refresh fails, and says so', async () => {
    const before = (await bus.ask(askSpotPrices, { ...page, region: 'eu-west-1' })).total;
    await fault({ kind: 'error', operation: 'DescribeSpotPriceHistory', times: 3 });
    const failed = await fetchAndWait({});
    expect(failed).toMatchObject({ status: 'failed', error_message: expect.stringContaining('DescribeSpotPriceHistory failed') });
    expect((await bus.ask(askSpotPrices, { ...page, region: 'eu-west-1' })).total).toBe(before);
    const [state] = await pricing.get(Database).query<{ error_message: string; observed_until: Date | null }>(
      `select error_message, observed_until from source_states where region = 'eu-west-1' and data_type = 'spot_prices'`,
    );
    expect(state?.observed_until).not.toBeNull();
    expect(state?.error_message).toContain('failed');
  });

  it.each([
    ['empty', 'the source returned nothing'],
    ['unreadable', 'rows was refused'],
  ])('takes an answer that is %s for a failure, not for news', async (kind, why) => {
    const observed = async (): Promise<unknown> =>
      pricing.get(Database).query(`select observed_until from source_states where region = 'eu-west-1' and data_type = 'spot_prices'`);
    const before = await observed();
    await fault({ kind, operation: 'DescribeSpotPriceHistory', times: 1_000 });
    const failed = await fetchAndWait({ start_date: new Date(midday.now().getTime() - 3_600_000).toISOString() });
    await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
    expect(failed).toMatchObject({ status: 'failed', error_message: expect.stringContaining(why) });
    expect(await observed()).toEqual(before);
  });

  it('fetches the regions of the installation when none is named', async () => {
    const done = await fetchAndWait({ data_type: 'spot_prices', regions: [], instance_types: ['m5.large'] });
    expect(done).toMatchObject({ status: 'completed' });
    expect(done.records_fetched).toBeGreaterThan(0);
  });

  it('does not try again when the credentials are refused', async () => {
    await fault({ kind: 'refuse_credentials', operation: 'GetProducts', times: 10 });
    const failed = await fetchAndWait({ data_type: 'on_demand_prices' });
    expect(failed.status).toBe('failed');
    await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
  });

  it('fetches lists as well', async () => {
    for (const data_type of ['catalogue', 'on_demand_prices', 'spot_advisor'] as const) {
      expect(await fetchAndWait({ data_type })).toMatchObject({ status: 'completed' });
    }
    const prices = await bus.ask(askOnDemandPrices, { ...page, region: 'eu-west-1', instance_type: 'm5.large' });
    expect(prices.rows.map((row) => [row.operating_system, row.source])).toEqual([['Linux', 'emulator'], ['Windows', 'emulator']]);
  });
});
