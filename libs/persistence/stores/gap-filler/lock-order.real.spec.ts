import { v7 as uuid } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import type { RefreshType } from '@ml/contracts/refresh';
import { ownedDatabase } from '@ml/testing/owned-database';
import { forgetOldJobs } from './forget-old-jobs';
import { GapStore } from './gap-store';
import { countJobsUnderWay } from './jobs-under-way';
import type { PlannedOrder } from './planned-order';
import { RefreshStore } from './refresh-store';
import { ScheduleStore } from './schedule-store';
import { cancelAgain, orderAgain, stepAgain, takeSilent } from './silent-jobs';
import { chunkState, completed, page, plannedOrder, StoredJobs } from './test/stored-jobs';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect({ poolSize: 20 });
const stored = new StoredJobs(database);
const { jobs } = stored;
const gaps = new GapStore(database);
const refreshes = new RefreshStore(database);

/** Resolves when as many statements wait for a lock. */
const waitingFor = (count: number): Promise<void> =>
  vi.waitFor(
    async () => {
      const rows = await database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      expect(rows).toHaveLength(count);
    },
    { timeout: 20_000, interval: 10 },
  );

/** Somebody who has locked a row until `release`. */
const holding = async (lock: string, id: string | undefined) => {
  const [locked, released] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const held = database.transaction(async (tx) => {
    await tx.query(lock, [id]);
    locked.resolve(undefined);
    await released.promise;
  });
  await locked.promise;
  return { held, release: () => released.resolve(undefined) };
};

const cancelFill = (id: string): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await gaps.lock(tx, id)) || !(await jobs.askCancel(tx, id))) return;
    await gaps.markCancelling(tx, id);
    await jobs.tell(tx, id);
  });

const endFill = (id: string): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await gaps.lock(tx, id))) return;
    await gaps.end(tx, id, { status: 'completed', error_message: null, records_filled: 1 });
    await jobs.tell(tx, id);
  });

const planned = { instance_types: [], regions: [], data_fetched_from: '2026-11-14', data_fetched_to: '2026-11-21', auto_activate: false } as const;
const begin = async (refresh_type: RefreshType, order: PlannedOrder): Promise<string> => {
  const refresh_id = uuid();
  const from = { refresh_type, schedule_id: null, slot: null, triggered_by: 'spec', request_id: null, request_hash: null, estimated_seconds: null };
  await database.transaction(async (tx) => {
    await refreshes.insert(tx, { refresh_id, model_id: uuid(), step: 'fetching', ...from, ...planned });
    await jobs.begin(tx, { job_id: refresh_id, job_kind: 'refresh', model_id: null, orders: [order], log: [] });
  });
  return refresh_id;
};

describe('a fill that is called off in the moment of its first news', () => {
  it('is both: neither waits for the other for ever', async () => {
    const order = plannedOrder(2);
    const id = await stored.begun(order);
    const { release, held } = await holding('SELECT FROM data_gaps WHERE gap_id = $1 FOR UPDATE', id);
    const news = jobs.apply([chunkState(order, 0, page(1))]);
    await waitingFor(1);
    const cancelled = cancelFill(id);
    await waitingFor(2);
    release();
    await Promise.all([held, news, cancelled]);
    expect(await stored.view(id)).toMatchObject({ records_fetched: 10, cancel_asked: true });
    expect(await database.query('SELECT status FROM data_gaps WHERE gap_id = $1', [id])).toEqual([{ status: 'cancelling' }]);
  });
});

describe('schedules of a model that is deleted', () => {
  it('are switched off while others are changed onto them', async () => {
    const schedules = new ScheduleStore(database);
    const terms = { model_id: uuid(), schedule_type: 'daily', weekday: 'mon', lookback_days: 7, enabled: true, instance_types: [], regions: [], auto_activate: false } as const;
    const next = new Date(Date.now() + 3_600_000);
    const rows = await Promise.all(['02:00', '03:00'].map((time) => schedules.save({ ...terms, time }, { by: 'spec', next })));
    const [early] = rows.toSorted((one, other) => one.time.localeCompare(other.time));
    const { release, held } = await holding('SELECT FROM refresh_schedules WHERE schedule_id = $1 FOR UPDATE', early?.schedule_id);
    const changed = Promise.all(rows.map((row) => schedules.change(row, { ...terms, time: row === early ? '03:00' : '02:00' }, next)));
    const off = refreshes.switchOffSchedules(terms.model_id);
    await waitingFor(3);
    release();
    const [, outcomes] = await Promise.all([held, changed, off]);
    for (const outcome of outcomes) expect(['taken', 'changed']).toContain(outcome);
    expect((await schedules.list({ model_id: terms.model_id, limit: 10, offset: 0 })).rows.map(({ enabled }) => enabled)).toEqual([false, false]);
  });
});

describe('everything at once', () => {
  const ROUNDS = 4;
  const all = (sql: string): Promise<unknown> => database.execute(sql);
  const housekeeping = (): (() => Promise<unknown>)[] => [
    () => takeSilent(database, { silentMs: 0, cancellingMs: 0, stillMs: 0 }),
    () => stepAgain(database, { planningMs: 0, fetchedMs: 0 }),
    () => jobs.tellHeldBack(),
    () => database.transaction((tx) => countJobsUnderWay(tx)),
    () => database.transaction((tx) => forgetOldJobs(tx)),
    () => refreshes.list({ limit: 10, offset: 0 }),
  ];
  const news = (order: PlannedOrder, id: string): (() => Promise<unknown>)[] => [
    ...order.chunks.flatMap(({ chunk }) => [page(1), page(2), completed(3)].map((over) => () => jobs.apply([chunkState(order, chunk, over)]))),
    () => jobs.apply(order.chunks.map(({ chunk }) => chunkState(order, chunk, completed(3)))),
    () => database.transaction((tx) => orderAgain(tx, order.task_id, { mark: 'again', known: true })),
    () => database.transaction((tx) => cancelAgain(tx, order.task_id, 'again')),
    () => database.transaction((tx) => jobs.say(tx, id, { level: 'info', text: 'waits', topic: 'turn' })),
  ];
  const steps = (id: string): (() => Promise<unknown>)[] => [
    () => database.transaction(async (tx) => (await jobs.askCancel(tx, id)) && (await refreshes.markCancelling(tx, id))),
    ...[1, 2].map(() => () =>
      database.transaction(async (tx) => {
        if (await refreshes.advance(tx, { refresh_id: id, from: 'fetching', to: 'verifying' }, { records_fetched: 1 })) await jobs.tell(tx, id);
      }),
    ),
    ...[1, 2].map(() => () =>
      database.transaction(async (tx) => {
        if (await refreshes.end(tx, { refresh_id: id, from: 'verifying' }, { status: 'completed', error_message: null })) await jobs.tell(tx, id);
      }),
    ),
    () =>
      database.transaction(async (tx) => {
        await refreshes.takeTurn(tx);
        await jobs.say(tx, id, { level: 'info', text: 'has its turn', topic: 'turn' });
      }),
  ];

  it('on the same fills and refreshes never stands still', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const orders = [plannedOrder(3), plannedOrder(3), plannedOrder(3)] as const;
      const fill = await stored.begun(orders[0]);
      const [manual, auto] = [await begin('manual', orders[1]), await begin('auto', orders[2])];
      // Some of them old, so that the one who forgets them has something to do.
      if (round % 3 === 0) await all(`UPDATE fetch_jobs SET created_at = now() - interval '100 days'`);
      await all(`UPDATE model_refresh_history SET started_at = now() - interval '1 hour'`);
      const work = [
        ...news(orders[0], fill),
        () => cancelFill(fill),
        () => endFill(fill),
        ...[manual, auto].flatMap((id, index) => [...news(orders[index + 1] ?? orders[0], id), ...steps(id)]),
        ...housekeeping(),
      ];
      const mixed = work.map((one, index) => ({ one, place: ((index + round) * 29) % work.length })).sort((a, b) => a.place - b.place);
      const outcomes = await Promise.allSettled(mixed.map(({ one }) => one()));
      expect(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).cause ?? outcome.reason] : []))).toEqual([]);
    }
  });
});
