import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchOrder } from '@ml/contracts/fetch-orders';
import { askCancelGap, askFillGap, askGap, askGaps, type FillGap, type GapFilling, type GapState } from '@ml/contracts/gaps';
import type { TypeBasis } from '@ml/contracts/price-coverage';
import { midday } from '@ml/testing/midday';
import { realServers } from '@ml/testing/real';
import { allBut, day, errorOf, gapRig, instant, type } from '../test/gap-rig';
import { GapHandler } from './gap-handler';

const servers = await realServers();
const rig = await gapRig(servers);
const administrator = new pg.Client({ connectionString: servers.database.url });
await administrator.connect();

const MODEL = uuid();
const NOBODY = uuid();
rig.models.trainedUntil.set(MODEL, day(28));
const soon = { timeout: 20_000, interval: 50 } as const;

const BODY: FillGap = { instance_types: ['m5.*'], regions: ['us-east-1'], gap_start_date: day(28), gap_end_date: day(1), data_types: ['spot_prices'], requested_by: 'spec' };
const fill = (changes: Partial<FillGap> = {}): Promise<GapFilling> => rig.gateway.bus.ask(askFillGap, { ...BODY, ...changes });
const stateOf = ({ gap_id }: { readonly gap_id: string }): Promise<GapState> => rig.gateway.bus.ask(askGap, { gap_id });
const ordersOf = async (count: number): Promise<readonly FetchOrder[]> => {
  await expect.poll(() => rig.pricing.fetches().length, soon).toBe(count);
  return rig.pricing.fetches();
};
const reaches = async (gap: GapFilling, status: GapState['status']): Promise<GapState> => {
  await expect.poll(async () => (await stateOf(gap)).status, soon).toBe(status);
  return stateOf(gap);
};

beforeEach(() => {
  rig.pricing.types = [type('c5.large'), type('m5.large', allBut(-1)), type('m5.xlarge', allBut(-1))];
  rig.pricing.onDemandAsOf = midday.now().toISOString();
});
afterEach(async () => {
  rig.pricing.orders.length = 0;
  await administrator.query(`truncate "gap-filler".data_gaps, "gap-filler".fetch_jobs cascade`);
});
afterAll(() => administrator.end());

describe('a fill', () => {
  it('orders what is missing, is pending until something of it comes, and is completed when all has come', async () => {
    const gap = await fill({ model_id: MODEL });
    expect(gap).toMatchObject({ status: 'pending', chunks: 4, records_expected: 2 * (28 * 12 + 4 * 6), estimated_duration_minutes: 1 });
    const [order] = await ordersOf(1);
    expect(order).toMatchObject({ data_type: 'spot_prices', region: 'us-east-1', lane: 'bulk', page_size: 1_000 });
    expect(order?.chunks.map(({ chunk, instance_types, start_at, end_at }) => ({ chunk, instance_types, start_at, end_at }))).toEqual(
      [28, 21, 14, 7].map((from, chunk) => ({ chunk, instance_types: ['m5.large', 'm5.xlarge'], start_at: instant(from), end_at: instant(from - 7) })),
    );
    expect(await stateOf(gap)).toMatchObject({ status: 'pending', started_at: null, percent_complete: 0, gap_days: 27, model_id: MODEL });
    await rig.pricing.tell(order as FetchOrder, 0, { records_fetched: 100, records_inserted: 90 });
    expect(await reaches(gap, 'filling')).toMatchObject({ records_fetched: 100, records_filled: 90, completed_at: null });
    await rig.pricing.carryOut(order as FetchOrder, 180);
    const state = await reaches(gap, 'completed');
    expect(state).toMatchObject({ percent_complete: 100, records_filled: 720, records_fetched: 720, error_message: null, eta_seconds: null, chunks: { total: 4, completed: 4, failed: 0, cancelled: 0 } });
    expect(state.started_at).not.toBeNull();
    expect(state.completed_at).not.toBeNull();
    expect(state.log.at(0)?.text).toContain('2 types in us-east-1');
    expect(state.log.at(-1)?.text).toBe('completed');
  });

  it('takes the lane of what is fresh when it is urgent, and fetches again what is covered when told', async () => {
    rig.pricing.types = [type('m5.large')];
    await fill({ priority: 'high', refetch: true, data_types: ['spot_prices', 'on_demand_prices'], gap_start_date: day(3) });
    const orders = await ordersOf(2);
    expect(orders.map(({ data_type, lane, chunks }) => [data_type, lane, chunks.length])).toEqual([
      ['spot_prices', 'fresh', 1],
      ['on_demand_prices', 'fresh', 1],
    ]);
    expect(orders[1]?.chunks[0]).toEqual({ chunk: 0, instance_types: [], start_at: null, end_at: null });
  });

  it('of hundreds of chunks travels as several orders, with every name', async () => {
    const every2nd = (first: number): TypeBasis['missing'] => Array.from({ length: 45 }, (_, index) => ({ from: instant(90 - first - 2 * index), until: instant(89 - first - 2 * index) }));
    const names = Array.from({ length: 800 }, (_, index) => `u-${String(index).padStart(4, '0')}tb1.112xlarge`);
    rig.pricing.types = names.map((name, index) => type(name, every2nd(index % 2)));
    const gap = await fill({ instance_types: [], gap_start_date: day(90), gap_end_date: day(1) });
    expect(gap.chunks).toBe(8 * 90);
    const orders = await ordersOf(2);
    expect(orders.map(({ chunks }) => chunks.length).sort((a, b) => a - b)).toEqual([220, 500]);
    expect(orders.flatMap(({ chunks }) => chunks.flatMap((chunk) => chunk.instance_types))).toHaveLength(800 * 45);
  });

  it('is completed at once when nothing is missing, and says so', async () => {
    rig.pricing.types = [type('m5.large')];
    const gap = await fill({ data_types: ['spot_prices', 'on_demand_prices'] });
    expect(gap).toMatchObject({ chunks: 0, records_expected: 0, estimated_duration_minutes: 0 });
    const state = await reaches(gap, 'completed');
    expect(state).toMatchObject({ percent_complete: 100, records_filled: 0 });
    expect(state.log.map(({ text }) => text)).toContain('nothing is missing');
    expect(rig.pricing.orders).toEqual([]);
  });

  it('that has failed in part names regions and reasons, and the same again asks for what is missing', async () => {
    const gap = await fill();
    const [order] = await ordersOf(1);
    await rig.pricing.carryOut({ ...(order as FetchOrder), chunks: order?.chunks.slice(1) ?? [] }, 10);
    await rig.pricing.tell(order as FetchOrder, 0, { status: 'failed', error_message: 'AuthFailure: give the credentials ec2:DescribeSpotPriceHistory' });
    const state = await reaches(gap, 'failed');
    expect(state.error_message).toBe(
      '1 of 4 chunks failed; us-east-1 spot_prices: AuthFailure: give the credentials ec2:DescribeSpotPriceHistory. The same fill again goes on with what is missing.',
    );
    expect(state).toMatchObject({ records_filled: 30, chunks: { completed: 3, failed: 1 } });
    expect(state.percent_complete).toBeLessThan(100);
    rig.pricing.types = [type('m5.large', allBut(21)), type('m5.xlarge', allBut(21))];
    await fill();
    const again = (await ordersOf(2))[1];
    expect(again?.chunks.map(({ start_at, end_at }) => [start_at, end_at])).toEqual([[instant(28), instant(21)]]);
  });

  it('ends once, however often its step is taken', async () => {
    rig.pricing.types = [type('m5.large')];
    const gap = await fill();
    const state = await reaches(gap, 'completed');
    const handler = rig.filler.get(GapHandler);
    await Promise.all([handler.step(gap.gap_id), handler.step(gap.gap_id), handler.fail(gap.gap_id, 'too late'), handler.step(uuid())]);
    expect(await stateOf(gap)).toEqual(state);
  });

  it('waits for its chunks when a step comes too early', async () => {
    const gap = await fill();
    await rig.filler.get(GapHandler).step(gap.gap_id);
    expect(await stateOf(gap)).toMatchObject({ status: 'pending', completed_at: null });
    // Or it would come into the next spec.
    await ordersOf(1);
  });
});

describe('a cancelled fill', () => {
  it('is cancelling until pricing has ended every chunk, and then cancelled; what came stays counted', async () => {
    const gap = await fill();
    const [order] = await ordersOf(1);
    await rig.pricing.tell(order as FetchOrder, 0, { status: 'completed', pages: 2, records_fetched: 5, records_inserted: 5 });
    await reaches(gap, 'filling');
    expect(await rig.gateway.bus.ask(askCancelGap, { gap_id: gap.gap_id })).toMatchObject({ status: 'cancelling', completed_at: null });
    expect(await rig.gateway.bus.ask(askCancelGap, { gap_id: gap.gap_id })).toMatchObject({ status: 'cancelling' });
    await expect.poll(() => rig.pricing.orders.at(-1), soon).toEqual({ kind: 'cancel', task_id: order?.task_id });
    for (const chunk of [1, 2, 3]) await rig.pricing.tell(order as FetchOrder, chunk, { status: 'cancelled', pages: 0 });
    expect(await reaches(gap, 'cancelled')).toMatchObject({ records_filled: 5, error_message: null, chunks: { total: 4, completed: 1, cancelled: 3 } });
    expect(await errorOf(rig.gateway.bus.ask(askCancelGap, { gap_id: gap.gap_id }))).toEqual({ code: 'JOB_ENDED', path: 'gap_id' });
  });

  it('that was cancelled before its first page is never filling', async () => {
    const gap = await fill();
    const [order] = await ordersOf(1);
    await rig.gateway.bus.ask(askCancelGap, { gap_id: gap.gap_id });
    for (const chunk of [0, 1, 2, 3]) await rig.pricing.tell(order as FetchOrder, chunk, { status: 'cancelled', pages: 0 });
    await reaches(gap, 'cancelled');
  });

  it('has to be there', async () => {
    expect(await errorOf(rig.gateway.bus.ask(askCancelGap, { gap_id: NOBODY }))).toEqual({ code: 'NOT_FOUND', path: 'gap_id' });
    expect(await errorOf(rig.gateway.bus.ask(askGap, { gap_id: 'no id' }))).toEqual({ code: 'NOT_FOUND', path: 'gap_id' });
  });
});

describe('a fill that cannot be', () => {
  const refused: readonly (readonly [string, Partial<FillGap>, { readonly code: string; readonly path: string }])[] = [
    ['ends before it starts', { gap_start_date: day(3), gap_end_date: day(4) }, { code: 'BAD_FIELD', path: 'gap_end_date' }],
    ['ends in the future', { gap_end_date: day(-2) }, { code: 'BAD_FIELD', path: 'gap_end_date' }],
    ['begins over 90 days ago', { gap_start_date: day(92) }, { code: 'BAD_FIELD', path: 'gap_start_date' }],
    ['begins on a day that is none', { gap_start_date: '2026-02-30' }, { code: 'BAD_FIELD', path: 'gap_start_date' }],
    ['is of a region that is none', { regions: ['us-east-1', 'mars-1'] }, { code: 'UNKNOWN_REGION', path: 'regions[1]' }],
    ['is of a pattern that matches nothing', { instance_types: ['z9.*'] }, { code: 'UNKNOWN_INSTANCE_TYPE', path: 'instance_types[0]' }],
    ['is for a model that nobody knows', { model_id: NOBODY }, { code: 'NOT_FOUND', path: 'model_id' }],
    ['is of no kind of data', { data_types: [] }, { code: 'BAD_FIELD', path: 'data_types' }],
    ['is of unheard priority', { priority: 'urgent' as 'high' }, { code: 'BAD_FIELD', path: 'priority' }],
  ];
  it.each(refused)('because it %s', async (_, change, expected) => {
    expect(await errorOf(fill(change))).toEqual(expected);
    expect(await rig.gateway.bus.ask(askGaps, { limit: 10, offset: 0 })).toEqual({ rows: [], total: 0 });
  });

  it('because as many jobs are under way as may be, until one has ended', async () => {
    await rig.replacedBy({ GAP_FILLER_MAX_JOBS: '1' }, async () => {
      const first = await fill();
      expect(await errorOf(fill())).toEqual({ code: 'TOO_MANY_JOBS', path: undefined });
      await rig.gateway.bus.ask(askCancelGap, { gap_id: first.gap_id });
      const [order] = await ordersOf(1);
      for (const { chunk } of order?.chunks ?? []) await rig.pricing.tell(order as FetchOrder, chunk, { status: 'cancelled', pages: 0 });
      await reaches(first, 'cancelled');
      await fill();
    });
  });

  it('because filling is switched off; what was asked for before is answered', async () => {
    const before = await fill({ request_id: 'before' });
    await rig.replacedBy({ GAP_FILLER_ENABLED: 'false' }, async () => {
      expect(await errorOf(fill())).toEqual({ code: 'JOBS_DISABLED', path: undefined });
      expect((await fill({ request_id: 'before' })).gap_id).toBe(before.gap_id);
    });
  });
});

describe('a request id', () => {
  it('is one fill for one body, also when both come at once, and is refused for another body', async () => {
    const ask = { request_id: 'twice' };
    const [one, other] = await Promise.all([fill(ask), fill(ask)]);
    expect(other.gap_id).toBe(one.gap_id);
    expect((await fill({ ...ask, requested_by: 'another key' })).gap_id).toBe(one.gap_id);
    expect(await errorOf(fill({ ...ask, gap_end_date: day(2) }))).toEqual({ code: 'REQUEST_ID_REUSED', path: 'request_id' });
    expect((await rig.gateway.bus.ask(askGaps, { limit: 10, offset: 0 })).total).toBe(1);
    await ordersOf(1);
  });

  it('that comes several times at once takes one place, also the last one', async () => {
    await rig.replacedBy({ GAP_FILLER_MAX_JOBS: '1' }, async () => {
      const gaps = await Promise.all(Array.from({ length: 8 }, () => fill({ request_id: 'last' })));
      expect(new Set(gaps.map(({ gap_id }) => gap_id)).size).toBe(1);
      expect(await errorOf(fill())).toEqual({ code: 'TOO_MANY_JOBS', path: undefined });
    });
  });
});

describe('the history', () => {
  it('lists the newest first, by pages, by model, status and day', async () => {
    rig.pricing.types = [type('m5.large')];
    const done = await fill({ model_id: MODEL });
    await reaches(done, 'completed');
    rig.pricing.types = [type('m5.large', allBut(-1))];
    const open = await fill();
    const list = (query: object) => rig.gateway.bus.ask(askGaps, { limit: 10, offset: 0, ...query });
    const ids = async (query: object): Promise<readonly string[]> => (await list(query)).rows.map(({ gap_id }) => gap_id);
    expect(await ids({})).toEqual([open.gap_id, done.gap_id]);
    expect(await list({ limit: 1, offset: 1 })).toMatchObject({ rows: [{ gap_id: done.gap_id, percent_complete: 100 }], total: 2 });
    expect(await ids({ model_id: MODEL })).toEqual([done.gap_id]);
    expect(await ids({ model_id: 'no id' })).toEqual([]);
    expect(await ids({ status: 'pending' })).toEqual([open.gap_id]);
    expect(await ids({ start_date: day(0), end_date: day(-1) })).toEqual([open.gap_id, done.gap_id]);
    expect(await ids({ end_date: day(1) })).toEqual([]);
    expect(await errorOf(list({ start_date: 'yesterday' }))).toEqual({ code: 'BAD_FIELD', path: 'start_date' });
  });
});
