import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askTaskChunks, fetchOrdered, fetchProgressed, type CancelOrder, type ChunkState, type FetchOrder } from '@ml/contracts/fetch-orders';
import { askJobLog } from '@ml/contracts/jobs';
import { Database } from '@ml/persistence/database';
import { JobStore } from '@ml/persistence/stores/gap-filler/job-store';
import type { PlannedOrder } from '@ml/persistence/stores/gap-filler/planned-order';
import { Answers, Consumes } from '@ml/platform/bus/handlers';
import { realServers } from '@ml/testing/real';
import { serve, serveFiller } from '../test/served-filler';
import type { JobHandler } from './job-handler';
import { Reconciler } from './reconciler';
import { Steps } from './steps';

const AT_ONCE = { silentMs: 0, cancellingMs: 0, stillMs: 600_000 };
const servers = await realServers();

/** In the place of pricing: what it has taken, and what it would say of its tasks. */
const pricing = { orders: [] as (FetchOrder | CancelOrder)[], tasks: new Map<string, readonly ChunkState[]>(), away: false, asked: 0, answers: Promise.resolve() };

@Controller()
class PricingStandIn {
  @Consumes(fetchOrdered, { durable: 'orders' })
  order(@Payload() order: FetchOrder | CancelOrder): void {
    pricing.orders.push(order);
  }

  @Answers(askTaskChunks)
  async chunks(@Payload() { task_id }: { readonly task_id: string }): Promise<{ readonly known: boolean; readonly chunks: readonly ChunkState[] }> {
    pricing.asked += 1;
    await pricing.answers;
    if (pricing.away) throw new AppError('UNAVAILABLE', 'the database does not answer');
    return { known: pricing.tasks.has(task_id), chunks: pricing.tasks.get(task_id) ?? [] };
  }
}
@Module({ controllers: [PricingStandIn] })
class PricingModule {}

const seller = await serve(servers, 'pricing', { module: PricingModule });
const [filler, replica] = [await serveFiller(servers), await serveFiller(servers)];
const gateway = await serve(servers, 'gateway', { module: class Nothing {} });
const database = filler.get(Database);
const jobs = filler.get(JobStore);

beforeEach(() => {
  pricing.away = false;
});
afterAll(async () => {
  await Promise.all([filler.close(), replica.close(), seller.close(), gateway.close()]);
});

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  const giveUpAt = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('it did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
const planned = (chunks: number): PlannedOrder => ({
  task_id: uuid(),
  data_type: 'spot_prices',
  region: 'us-east-1',
  lane: 'fresh',
  page_size: 1_000,
  estimated_records: null,
  chunks: Array.from({ length: chunks }, (_, chunk) => ({ chunk, instance_types: ['m5.large'], start_at: '2026-11-01T00:00:00.000Z', end_at: '2026-11-02T00:00:00.000Z', expected_records: 10 })),
});
const begin = async (order: PlannedOrder): Promise<string> => {
  const job_id = uuid();
  await database.transaction(async (tx) => {
    await tx.execute(
      `insert into data_gaps (gap_id, gap_start_date, gap_end_date, gap_days, data_types, regions, instance_types, requested_by) values ($1, '2026-11-01', '2026-11-02', 2, '{spot_prices}', '{us-east-1}', '{}', 'spec')`,
      [job_id],
    );
    await jobs.begin(tx, { job_id, job_kind: 'gap', model_id: null, orders: [order], log: ['planned'] });
  });
  await until(() => ordersOf(order).length === 1);
  return job_id;
};
const ordersOf = ({ task_id }: PlannedOrder) => pricing.orders.filter((order) => order.task_id === task_id);
const state = ({ task_id }: PlannedOrder, chunk: number, { pages, status }: Pick<ChunkState, 'pages' | 'status'>): ChunkState => ({
  task_id,
  chunk,
  status,
  pages,
  records_fetched: pages * 5,
  records_inserted: pages * 4,
  records_refused: 0,
  refused: {},
  error_message: null,
  started_at: '2026-11-21T10:00:00Z',
  completed_at: null,
});
const tell = (given: ChunkState, id: string): Promise<void> =>
  seller.booted.bus.publish(fetchProgressed, { ...given, data_type: 'spot_prices', region: 'us-east-1', at: '2026-11-21T10:00:00Z' }, { id: `${given.task_id}-${id}` });
const gap = async (id: string) => (await database.query<{ status: string; records_filled: number; error_message: string | null }>('select status, records_filled, error_message from data_gaps where gap_id = $1', [id]))[0];
const endOf = async (id: string) => {
  await until(async () => ['completed', 'failed', 'cancelled'].includes((await gap(id))?.status ?? ''));
  return gap(id);
};

/** Whoever tells the job just now keeps it from being taken: as often as it takes. */
const reconcileUntil = (holds: () => Promise<boolean>, { by = filler, patience = AT_ONCE } = {}): Promise<void> =>
  until(async () => by.get(Reconciler).reconcile(patience).then(holds));
const askedAt = async (id: string): Promise<string | undefined> => (await database.query<{ at: string }>('select asked_at::text as at from fetch_jobs where job_id = $1', [id]))[0]?.at;
const reconcile = async (id: string, options = {}): Promise<void> => {
  const before = await askedAt(id);
  await reconcileUntil(async () => (await askedAt(id)) !== before, options);
};
const reconcileUntilCancelled = (id: string): Promise<void> => reconcileUntil(async () => (await gap(id))?.status === 'cancelled');

describe('a job on the bus', () => {
  it('ends once, whatever the order in which two replicas hear of its chunks', async () => {
    const order = planned(20);
    const id = await begin(order);
    const news = order.chunks.flatMap(({ chunk }) => [state(order, chunk, { pages: 3, status: 'completed' }), state(order, chunk, { pages: 1, status: 'running' }), state(order, chunk, { pages: 3, status: 'completed' }), state(order, chunk, { pages: 2, status: 'running' })]);
    await Promise.all(news.map((one, index) => tell(one, String(index))));
    expect(await endOf(id)).toEqual({ status: 'completed', records_filled: 240, error_message: null });
    expect((await jobs.progressOf(database, [id])).get(id)).toMatchObject({ percent_complete: 100, records_fetched: 300, chunks: { total: 20, completed: 20 } });
  });

  it('has its log read over the bus, line after line', async () => {
    const order = planned(1);
    const id = await begin(order);
    await tell(state(order, 0, { pages: 1, status: 'completed' }), 'done');
    await endOf(id);
    const ask = (after: number, job_kind: 'gap' | 'refresh' = 'gap') => gateway.booted.bus.ask(askJobLog, { job_kind, job_id: id, after, limit: 2 });
    const first = await ask(0);
    expect(first.lines.map(({ line, text }) => [line, text])).toEqual([
      [1, 'planned'],
      [2, 'fetching has begun'],
    ]);
    expect(first.total).toBeGreaterThan(3);
    expect((await ask(2)).lines.map(({ line }) => line)).toEqual([3, 4]);
    await expect(ask(0, 'refresh')).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'refresh_id' });
    await expect(gateway.booted.bus.ask(askJobLog, { job_kind: 'gap', job_id: 'no-id', after: 0, limit: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('shows in metrics, and in health when nothing is heard of it', async () => {
    const order = planned(1);
    const id = await begin(order);
    const jobsHealth = async () => (await filler.booted.health.report()).checks['jobs'];
    expect(await jobsHealth()).toMatchObject({ status: 'up', critical: false });
    await database.execute("update fetch_jobs set heard_at = heard_at - interval '7 minutes' where job_id = $1", [id]);
    expect(await jobsHealth()).toMatchObject({ status: 'down', message: `nothing was heard of the gap ${id} for 7 min: see whether pricing works` });
    expect(await filler.booted.metrics.registry.metrics()).toMatch(/ml_jobs\{kind="gap",status="pending",service="gap-filler"\} 1/);
    await tell(state(order, 0, { pages: 1, status: 'completed' }), 'done');
    await endOf(id);
    expect(await jobsHealth()).toMatchObject({ status: 'up' });
    expect(await filler.booted.metrics.registry.metrics()).toMatch(/ml_job_silent_seconds\{service="gap-filler"\} 0/);
  });
});

describe('a job that hears nothing', () => {
  it('is ordered again when pricing knows nothing of it, and says so', async () => {
    const order = planned(2);
    const id = await begin(order);
    await reconcile(id);
    await until(() => ordersOf(order).length === 2);
    expect(ordersOf(order)[1]).toEqual(ordersOf(order)[0]);
    for (const { chunk } of order.chunks) await tell(state(order, chunk, { pages: 1, status: 'completed' }), String(chunk));
    expect(await endOf(id)).toMatchObject({ status: 'completed', records_filled: 8 });
    expect((await jobs.newestLines(database, id, 50)).map(({ text }) => text)).toContainEqual(expect.stringContaining('ordered again'));
  });

  it('fails when pricing answers and never takes it', async () => {
    const order = planned(2);
    const id = await begin(order);
    await database.execute('update job_orders set times_sent = 100 where task_id = $1', [order.task_id]);
    await reconcile(id);
    expect(await endOf(id)).toMatchObject({ status: 'failed', error_message: expect.stringContaining('dead letters') });
    await until(() => ordersOf(order).length === 2);
    expect(ordersOf(order)[1]).toEqual({ kind: 'cancel', task_id: order.task_id });
  });

  it('takes what pricing says when the news was lost', async () => {
    const order = planned(2);
    const id = await begin(order);
    pricing.tasks.set(order.task_id, [state(order, 0, { pages: 4, status: 'completed' }), state(order, 1, { pages: 2, status: 'running' })]);
    await reconcile(id);
    expect(await gap(id)).toMatchObject({ status: 'filling' });
    pricing.tasks.set(order.task_id, [state(order, 0, { pages: 4, status: 'completed' }), { ...state(order, 1, { pages: 3, status: 'failed' }), error_message: 'the credentials were refused' }]);
    await reconcile(id, { by: replica });
    expect(await endOf(id)).toMatchObject({ status: 'failed', records_filled: 28, error_message: expect.stringContaining('the credentials were refused') });
    expect(ordersOf(order)).toHaveLength(1);
  });

  it('is ordered again when pricing knows it and nothing has come of it for long', async () => {
    const order = planned(1);
    const id = await begin(order);
    pricing.tasks.set(order.task_id, [state(order, 0, { pages: 0, status: 'queued' })]);
    await reconcile(id);
    await reconcile(id, { patience: { ...AT_ONCE, stillMs: 0 } });
    await until(() => ordersOf(order).length === 2);
    await tell(state(order, 0, { pages: 1, status: 'completed' }), 'done');
    expect(await endOf(id)).toMatchObject({ status: 'completed' });
  });

  it('waits while pricing is away', async () => {
    const order = planned(1);
    const id = await begin(order);
    pricing.away = true;
    await reconcile(id);
    expect(await gap(id)).toMatchObject({ status: 'pending' });
    pricing.away = false;
    pricing.tasks.set(order.task_id, [state(order, 0, { pages: 1, status: 'completed' })]);
    await reconcile(id);
    expect(await endOf(id)).toMatchObject({ status: 'completed' });
  });

  it('that is called off while pricing is away waits with one message', async () => {
    const order = planned(2);
    const id = await begin(order);
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await until(() => ordersOf(order).length === 2);
    pricing.away = true;
    for (let time = 0; time < 3; time += 1) await reconcile(id);
    const waits = await database.query("select from outbox where body ->> 'task_id' = $1", [order.task_id]);
    expect(ordersOf(order).length + waits.length).toBe(2);
    pricing.away = false;
    await reconcileUntilCancelled(id);
  });

  it('that is called off takes from pricing that all has ended, and calls nothing off again', async () => {
    const order = planned(2);
    const id = await begin(order);
    pricing.tasks.set(order.task_id, order.chunks.map(({ chunk }) => state(order, chunk, { pages: 1, status: 'cancelled' })));
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await until(() => ordersOf(order).length === 2);
    await reconcileUntilCancelled(id);
    const waits = await database.query("select from outbox where body ->> 'task_id' = $1", [order.task_id]);
    expect(ordersOf(order).length + waits.length).toBe(2);
  });

  it('is cancelled where pricing has never begun it', async () => {
    const order = planned(3);
    const id = await begin(order);
    await tell(state(order, 0, { pages: 1, status: 'completed' }), 'done');
    await until(async () => (await gap(id))?.status === 'filling');
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await until(() => ordersOf(order).length === 2);
    await reconcile(id);
    expect(await endOf(id)).toMatchObject({ status: 'cancelled', records_filled: 4 });
    await until(() => ordersOf(order).length === 3);
    expect(ordersOf(order).map(({ kind }) => kind)).toEqual(['fetch', 'cancel', 'cancel']);
  });
});

it('asks about no further job once the service stops', async () => {
  const stopping = await serveFiller(servers);
  await Promise.all([begin(planned(1)), begin(planned(1)), begin(planned(1))]);
  const answer = Promise.withResolvers<void>();
  Object.assign(pricing, { asked: 0, answers: answer.promise });
  const reconciler = stopping.get(Reconciler);
  const turn = reconciler.reconcile(AT_ONCE);
  await until(() => pricing.asked === 1);
  const stopped = reconciler.beforeApplicationShutdown();
  answer.resolve();
  await Promise.all([turn, stopped]);
  await stopping.close();
  expect(pricing.asked).toBe(1);
});

describe('a step', () => {
  const handlerThat = (fault: Error | undefined) => {
    const failed: string[] = [];
    const handler: JobHandler = {
      kind: 'gap',
      step: () => (fault === undefined ? Promise.resolve() : Promise.reject(fault)),
      fail: (_, message) => {
        failed.push(message);
        return Promise.resolve();
      },
    };
    return { failed, steps: new Steps(database, [handler], filler.booted.logger) };
  };

  it('comes again after what may succeed later, and ends the job after what cannot', async () => {
    const id = await begin(planned(1));
    const away = handlerThat(new AppError('UNAVAILABLE', 'models does not answer'));
    await expect(away.steps.take(id)).rejects.toMatchObject({ retryable: true });
    expect(away.failed).toEqual([]);
    const gone = handlerThat(new AppError('NOT_FOUND', 'the model is gone'));
    await gone.steps.take(id);
    expect(gone.failed).toEqual(['the model is gone']);
    const broken = handlerThat(new TypeError('secret inner thing'));
    await broken.steps.take(id);
    expect(broken.failed).toEqual([expect.not.stringContaining('secret')]);
  });

  it('of a job that nobody knows is left out', async () => {
    const { failed, steps } = handlerThat(new Error('never called'));
    await steps.take(uuid());
    expect(failed).toEqual([]);
  });
});
