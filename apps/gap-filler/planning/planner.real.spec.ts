import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import type { FetchBasis, FetchScope } from '@ml/contracts/price-coverage';
import type { Window } from '@ml/domain/gaps/missing-days';
import { readFetchRate } from '@ml/persistence/stores/gap-filler/fetch-rate';
import { Clock } from '@ml/platform/clock';
import { readSettings } from '@ml/platform/settings';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS } from '@ml/units/time';
import { gapFillerSettings } from '../settings';
import { Planner } from './planner';
import type { PriceKnowledge } from './price-knowledge';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect();
const settings = readSettings(gapFillerSettings, { DATABASE_URL: owned.url, GAP_FILLER_BATCH_SIZE: '500' });
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;

/** What pricing would say: so many types, each of which misses every second day, one the even, the next the odd ones. */
const knowing = (types: number, regions: readonly string[], { changes_per_day = 60, clock = new Clock() } = {}): Planner => {
  const scope: FetchScope = { regions, instance_types: null, known_types: types };
  const basis = (region: string, { from, until }: Window): FetchBasis => ({
    region,
    on_demand_as_of: null,
    types: Array.from({ length: types }, (_, index) => ({
      instance_type: `m${String(index).padStart(4, '0')}.large`,
      pools: 24,
      changes_per_day,
      missing: Array.from({ length: Math.ceil((until.getTime() - from.getTime()) / DAY_MS) }, (_, day) => day)
        .filter((day) => day % 2 === index % 2)
        .map((day) => ({ from: new Date(from.getTime() + day * DAY_MS).toISOString(), until: new Date(from.getTime() + (day + 1) * DAY_MS).toISOString() })),
    })),
  });
  const prices: Pick<PriceKnowledge, 'scope' | 'bases'> = { scope: () => Promise.resolve(scope), bases: (_, window) => Promise.resolve(regions.map((region) => basis(region, window))) };
  return new Planner(prices as PriceKnowledge, database, clock, settings);
};

const ask = { data_types: ['spot_prices'], instance_types: [], regions: [], from: new Date(TODAY - 88 * DAY_MS), until: new Date(TODAY), lane: 'bulk', refetch: false } as const;

const job = (seconds: number, fetched: number): Promise<number> =>
  database.execute(
    `insert into fetch_jobs (job_id, job_kind, fetched, fetching_since, fetching_ended_at) values ($1, 'gap', $2, now() - $3 * interval '1 second', now())`,
    [uuid(), fetched, seconds],
  );

beforeAll(() => database.ready());

describe('a plan', () => {
  it('splits many chunks of a region among orders, each small enough for a message, and numbers them from 0', async () => {
    const plan = await knowing(800, ['us-east-1']).plan(ask);
    expect(plan.orders.length).toBeGreaterThan(1);
    expect(new Set(plan.orders.map(({ task_id }) => task_id)).size).toBe(plan.orders.length);
    for (const { chunks, page_size, estimated_records } of plan.orders) {
      expect(chunks.map(({ chunk }) => chunk)).toEqual(chunks.map((_, index) => index));
      expect(chunks.length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(chunks).length).toBeLessThan(900_000);
      expect(page_size).toBe(500);
      expect(estimated_records).toBe(chunks.reduce((sum, chunk) => sum + chunk.expected_records, 0));
    }
    expect(plan.expected_records).toBe(plan.orders.reduce((sum, order) => sum + (order.estimated_records ?? 0), 0));
    expect(plan.notes).toContain(`${800 * 44} of ${800 * 88} days of types are covered already and left out`);
  });

  it('that is too much at once is refused, and says what to narrow', async () => {
    const refused = await knowing(500, ['us-east-1'], { changes_per_day: 10_000 }).plan(ask).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'BAD_FIELD', path: 'instance_types', message: expect.stringContaining('name fewer regions, fewer instance types or a shorter time') as unknown });
  });

  it('is not about the future', async () => {
    const plan = await knowing(2, ['us-east-1']).plan({ ...ask, from: new Date(TODAY), until: new Date(TODAY + DAY_MS) });
    const ends = plan.orders.flatMap(({ chunks }) => chunks.map(({ end_at }) => Date.parse(end_at ?? '')));
    expect(Math.max(...ends)).toBeLessThanOrEqual(Date.now());
  });

  it('of a day that has just begun has nothing of it to fetch, and the lists all the same', async () => {
    class Midnight extends Clock {
      override now = (): Date => new Date(TODAY);
    }
    const today = { ...ask, from: new Date(TODAY), until: new Date(TODAY + DAY_MS), refetch: true };
    const planner = knowing(2, ['us-east-1'], { clock: new Midnight() });
    expect(await planner.plan(today)).toMatchObject({ orders: [], expected_records: 0, notes: expect.arrayContaining(['nothing is missing']) as unknown });
    expect((await planner.plan({ ...today, data_types: ['spot_prices', 'on_demand_prices'] })).orders.map(({ data_type }) => data_type)).toEqual(['on_demand_prices']);
  });

  it('takes as long as the median of earlier jobs of some size', async () => {
    expect(await readFetchRate(database)).toBeNull();
    await job(10, 900);
    await job(0, 5_000);
    expect(await readFetchRate(database)).toBeNull();
    await job(1, 2_000);
    await job(1, 4_000);
    await job(100, 2_000);
    expect(await readFetchRate(database)).toBeCloseTo(2_000, 6);
    const plan = await knowing(10, ['us-east-1']).plan(ask);
    expect(plan.expected_seconds).toBe(Math.ceil(plan.expected_records / 2_000));
  });
});
