import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { v7 as uuid } from 'uuid';
import { askFetchTask } from '@ml/contracts/pricing';
import { isFetching, takeLostChunks } from '@ml/persistence/stores/pricing/fetch-tasks';
import type { BusContext } from '@ml/platform/bus/handlers';
import { bootService } from '@ml/platform/boot-service';
import { realServers } from '@ml/testing/real';
import { FetchQueue } from './fetch-queue';
import { FetchWorker } from './fetch-worker';
import { chunksOf, dayAgo, startOrders, sumOf } from '../test/orders-fixture';

const servers = await realServers();
const world = await startOrders(servers);
const { orderer, database, heard, ended, fault, calls, stored } = world;
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });

afterEach(() => world.calm());
afterAll(async () => {
  await world.close();
  await gateway.close();
});

const WAIT = { timeout: 40_000, interval: 50 };
const BARE_TASK = `insert into fetch_tasks (task_id, data_type, instance_types, regions, origin, lane) values ($1, 'spot_prices', '{}', '{us-east-1}', 'order', 'bulk')`;
const FIRST_SECOND = new Date(Date.parse(dayAgo(1)) + 1_000).toISOString();

describe('an order', () => {
  it('is carried out chunk by chunk, told page by page, and the same when it comes twice', async () => {
    const task_id = await orderer.order({ chunks: chunksOf([3, 2, 1]), page_size: 50 }, 2);
    const states = await ended(task_id, 3);
    expect(states.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(sumOf(states, 'records_inserted')).toBe(await stored());
    expect(sumOf(states, 'records_fetched')).toBeGreaterThan(150);
    // Each page of each chunk was told, and asked for, once.
    const pages = orderer.told.filter((told) => told.task_id === task_id && told.status === 'running');
    expect(pages).toHaveLength(states.reduce((total, state) => total + state.pages, 0));
    expect(await calls()).toBe(pages.length);
    expect((await orderer.ask(task_id)).chunks).toMatchObject(states.map(({ status, pages: turned, records_inserted }) => ({ status, pages: turned, records_inserted })));
    expect(await gateway.bus.ask(askFetchTask, { task_id })).toMatchObject({ status: 'completed', percent_complete: 100 });
  });

  it('notes what has been fetched wholly', async () => {
    const spans = await database.query<{ instance_type: string; during: string }>(`select instance_type, during::text from spot_fetched where product_description = 'Linux/UNIX' order by 1`);
    expect(spans.map(({ instance_type }) => instance_type)).toEqual(['c5.large', 'm5.large']);
    for (const { during } of spans) expect(during.match(/\[/g)).toHaveLength(1);
  });

  it('inserts nothing when the same days are ordered again', async () => {
    const before = await stored();
    const states = await ended(await orderer.order({ chunks: chunksOf([3, 2, 1]), lane: 'fresh' }), 3);
    expect(sumOf(states, 'records_inserted')).toBe(0);
    expect(sumOf(states, 'records_fetched')).toBeGreaterThan(150);
    expect(await stored()).toBe(before);
  });

  it('of hundreds of chunks is one task', async () => {
    const task_id = await orderer.order({ chunks: Array.from({ length: 400 }, (_, chunk) => ({ chunk, instance_types: ['t3.nano'], start_at: dayAgo(1), end_at: FIRST_SECOND })) });
    await vi.waitFor(async () => expect((await orderer.ask(task_id)).chunks).toHaveLength(400), WAIT);
    await orderer.cancel(task_id);
    await ended(task_id, 400);
  });

  it('that comes again begins what lies still, and only that', async () => {
    await fault({ kind: 'delay', delay_ms: 50 });
    const order = { task_id: uuid(), chunks: chunksOf([14, 13]) };
    await database.execute(BARE_TASK, [order.task_id]);
    await database.execute(
      `insert into fetch_chunks (task_id, chunk, region, updated_at) values ($1, 0, 'us-east-1', now() - interval '2 minutes'), ($1, 1, 'us-east-1', now())`,
      [order.task_id],
    );
    await orderer.order(order);
    await ended(order.task_id, 1);
    expect((await orderer.ask(order.task_id)).chunks.map(({ status }) => status)).toEqual(['completed', 'queued']);
    await orderer.cancel(order.task_id);
    await ended(order.task_id, 2);
  });

  it('is gone on with when the messages of its chunks are lost', async () => {
    const task_id = uuid();
    await database.execute(`update fetch_chunks set updated_at = now() - interval '1 hour'`);
    await database.execute(BARE_TASK, [task_id]);
    await database.execute(
      `insert into fetch_chunks (task_id, chunk, region, instance_types, start_at, end_at, status, updated_at) values
         ($1, 0, 'us-east-1', '{m5.large}', $2, $3, 'queued', now() - interval '20 minutes'), ($1, 1, 'us-east-1', '{c5.large}', $2, $3, 'queued', now())`,
      [task_id, dayAgo(2), dayAgo(1)],
    );
    const queue = world.pricing.get(FetchQueue);
    await database.transaction((tx) => queue.sendLost(tx));
    expect(await ended(task_id, 1)).toMatchObject([{ chunk: 0, status: 'completed' }]);
    // Its lane moves again: what waits in it is not lost.
    await database.execute(`update fetch_chunks set updated_at = now() - interval '20 minutes' where task_id = $1 and chunk = 1`, [task_id]);
    expect(await database.transaction((tx) => takeLostChunks(tx))).toEqual([]);
    await orderer.cancel(task_id);
    await ended(task_id, 2);
  });

  it('is not given up on because workers had to stop, however many, but because they died', async () => {
    const chunk = { task_id: uuid(), data_type: 'spot_prices', region: 'us-east-1', chunk: 0, instance_types: ['m5.large'], start_at: dayAgo(2), end_at: dayAgo(1) } as const;
    await database.execute(BARE_TASK, [chunk.task_id]);
    await database.execute(`insert into fetch_chunks (task_id, chunk, region) values ($1, 0, 'us-east-1')`, [chunk.task_id]);
    const worker = world.pricing.get(FetchWorker);
    const take = (signal: AbortSignal): Promise<void> => worker.backfill(chunk, { signal } as BusContext);
    for (let stopped = 0; stopped < 8; stopped += 1) await expect(take(AbortSignal.abort())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await take(new AbortController().signal);
    expect((await orderer.ask(chunk.task_id)).chunks).toMatchObject([{ status: 'completed' }]);
    await database.execute(`update fetch_chunks set status = 'running', attempts = 5 where task_id = $1`, [chunk.task_id]);
    await take(new AbortController().signal);
    expect((await orderer.ask(chunk.task_id)).chunks).toMatchObject([{ status: 'failed', error_message: expect.stringMatching(/ended their worker/) as string }]);
  });

  it('that can never be carried out becomes a dead letter at once, and does not hold up the next', async () => {
    const before = await gateway.deadLetters.count();
    const bad = await orderer.order({ chunks: [{ chunk: 0, instance_types: ['m5.large'], start_at: null, end_at: null }] });
    await ended(await orderer.order({ chunks: chunksOf([3]) }), 1);
    await vi.waitFor(async () => expect(await gateway.deadLetters.count()).toBe(before + 1), WAIT);
    expect((await gateway.deadLetters.list({ limit: 1, offset: 0 })).rows).toMatchObject([{ consumer: 'pricing-orders', subject: 'work.gap-filler.order.v1' }]);
    expect(await orderer.ask(bad)).toEqual({ known: false, chunks: [] });
  });

  it('of lists has no days', async () => {
    const list = { instance_types: ['m5.large', 'c5.large'], start_at: null, end_at: null, chunk: 0 };
    const [prices, advisor] = await Promise.all([
      orderer.order({ data_type: 'on_demand_prices', region: 'ap-south-1', chunks: [list] }),
      orderer.order({ data_type: 'spot_advisor', region: '*', chunks: [list] }),
    ]);
    // Two systems of two types: the other types of the list were not asked for.
    expect(await ended(prices, 1)).toMatchObject([{ status: 'completed', records_fetched: 4, records_inserted: 4 }]);
    expect((await ended(advisor, 1))[0]).toMatchObject({ status: 'completed' });
    // A part of a list is not the newest list of the region.
    expect(await database.query(`select observed_until from source_states where region = 'ap-south-1' and data_type = 'on_demand_prices'`)).toEqual([{ observed_until: null }]);
    expect(await database.query('select distinct region from spot_advisor_data order by 1')).toEqual([{ region: 'ap-south-1' }, { region: 'us-east-1' }]);
  });

  it('of a list that names none of its types has nothing to bring, also when a row of others is refused', async () => {
    await fault({ kind: 'odd_prices', operation: 'GetProducts' });
    const task_id = await orderer.order({ data_type: 'on_demand_prices', region: 'ap-south-1', chunks: [{ chunk: 0, instance_types: ['x99.large'], start_at: null, end_at: null }] });
    const [state] = await ended(task_id, 1);
    expect(state).toMatchObject({ status: 'completed', records_inserted: 0 });
    expect(state?.records_refused).toBeGreaterThan(0);
    expect(state?.records_fetched).toBe(state?.records_refused);
  });

  it('does not stop the refresh of every hour', async () => {
    await fault({ kind: 'delay', delay_ms: 300 });
    const task_id = await orderer.order({ lane: 'fresh', chunks: [{ chunk: 0, instance_types: [], start_at: dayAgo(2), end_at: dayAgo(1) }] });
    await vi.waitFor(async () => expect((await orderer.ask(task_id)).chunks[0]?.status).toBe('running'), WAIT);
    expect(await isFetching(database, 'spot_prices', 'us-east-1')).toBe(false);
    await orderer.cancel(task_id);
    await ended(task_id, 1);
  });
});

describe('an order that is called off', () => {
  it('stops at its next page, without an error, and keeps what it has', async () => {
    await fault({ kind: 'delay', delay_ms: 100 });
    const before = await stored();
    const task_id = await orderer.order({ chunks: chunksOf([9, 8, 7, 6, 5, 4]), page_size: 10 });
    await vi.waitFor(() => expect(sumOf(heard(task_id), 'records_fetched')).toBeGreaterThan(20), WAIT);
    await orderer.cancel(task_id);
    const states = await ended(task_id, 6);
    expect(states.map(({ status }) => status)).toEqual(Array(6).fill('cancelled'));
    expect(states.map(({ error_message }) => error_message)).toEqual(Array(6).fill(null));
    expect(sumOf(states, 'records_inserted')).toBe((await stored()) - before);
    expect(await gateway.bus.ask(askFetchTask, { task_id })).toMatchObject({ status: 'cancelled', error_message: null });
    await vi.waitFor(async () => {
      const asked = await calls();
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await calls()).toBe(asked);
    }, WAIT);
    expect((await orderer.ask(task_id)).chunks).toMatchObject(states.map(({ pages, records_inserted }) => ({ status: 'cancelled', pages, records_inserted })));
  });

  it('is never begun when the calling off came first', async () => {
    const task_id = uuid();
    await orderer.cancel(task_id);
    await vi.waitFor(async () => expect(await database.query('select 1 from cancelled_orders where task_id = $1', [task_id])).toHaveLength(1), WAIT);
    expect(await orderer.ask(task_id)).toEqual({ known: false, chunks: [] });
    await orderer.order({ task_id, chunks: chunksOf([3, 2]) });
    expect(await ended(task_id, 2)).toMatchObject([{ status: 'cancelled', pages: 0, started_at: null }, { status: 'cancelled' }]);
    expect(await calls()).toBe(0);
  });

  it('stays as it ended when it had ended before', async () => {
    const task_id = await orderer.order({ chunks: chunksOf([3]) });
    await ended(task_id, 1);
    await orderer.cancel(task_id);
    await orderer.cancel(task_id);
    const next = await orderer.order({ chunks: chunksOf([3]) });
    await ended(next, 1);
    expect((await orderer.ask(task_id)).chunks).toMatchObject([{ status: 'completed' }]);
  });
});
