import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { fetchOrdered, type FetchOrder } from '@ml/contracts/fetch-orders';
import { ownedDatabase } from '@ml/testing/owned-database';
import { forgetOldJobs } from './forget-old-jobs';
import { RefreshStore } from './refresh-store';
import { neverBegun, orderAgain, stepAgain, takeSilent } from './silent-jobs';
import { chunkState, completed, page, plannedOrder, StoredJobs } from './test/stored-jobs';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect();
const stored = new StoredJobs(database);
const { jobs } = stored;
const begun = stored.begun.bind(stored);
const view = stored.view.bind(stored);
const waiting = stored.waiting.bind(stored);
const steps = stored.steps.bind(stored);
const texts = stored.texts.bind(stored);

describe('a silent job', () => {
  const PATIENCE = { silentMs: 60_000, cancellingMs: 10_000, stillMs: 600_000 };
  const STEP_PATIENCE = { planningMs: 120_000, fetchedMs: 60_000 };
  const AT_ONCE = { ...PATIENCE, silentMs: 0, cancellingMs: 0 };
  it('is given to one replica', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await database.execute("update fetch_jobs set heard_at = heard_at - interval '2 minutes' where job_id = $1", [id]);
    const taken = (await Promise.all([takeSilent(database, PATIENCE), takeSilent(owned.connect(), PATIENCE)])).flat();
    expect(taken).toEqual([{ job_id: id, cancel_asked: false, cancel_heard: false, tasks: [{ task_id: planned.task_id, still: false }] }]);
    expect(await takeSilent(database, PATIENCE)).toEqual([]);
  });

  it('is ordered again with what has not ended', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, completed(1))]);
    await database.transaction((tx) => orderAgain(tx, planned.task_id, { mark: 'again', known: false }));
    const sent = await waiting(fetchOrdered, ({ task_id }) => task_id === planned.task_id);
    expect((sent[1] as FetchOrder).chunks).toEqual([{ chunk: 1, instance_types: ['m5.large'], start_at: '2026-11-01T00:00:00.000Z', end_at: '2026-11-02T00:00:00.000Z' }]);
    expect({ ...sent[1], chunks: [] }).toEqual({ ...sent[0], chunks: [] });
    expect((await texts(id)).at(-1)).toContain('ordered again');
    const again = [];
    for (let time = 0; time < 14; time += 1) again.push(await database.transaction((tx) => orderAgain(tx, planned.task_id, { mark: `again-${String(time)}`, known: false })));
    expect(again).toEqual([...Array<boolean>(13).fill(true), false]);
    expect((await texts(id)).filter((text) => text.includes('ordered again'))).toEqual([expect.stringMatching(/\(14 times\)$/)]);
  });

  it('is taken for lost when nothing comes of it for long, unless it waits behind another', async () => {
    const [waits, begins] = [plannedOrder(1), plannedOrder(1)];
    const waiter = await begun(waits);
    const runner = await begun(begins);
    await database.execute("update fetch_jobs set heard_at = heard_at - interval '20 minutes' where job_id = $1", [waiter]);
    await database.execute("update job_orders set ordered_at = ordered_at - interval '20 minutes'");
    const taken = async () => (await takeSilent(database, PATIENCE)).find(({ job_id }) => job_id === waiter)?.tasks;
    expect(await taken()).toEqual([{ task_id: waits.task_id, still: false }]);
    await jobs.apply([chunkState(waits, 0, page(1))]);
    await jobs.apply([chunkState(begins, 0, completed(1))]);
    await database.execute("update fetch_jobs set heard_at = heard_at - interval '20 minutes', asked_at = null where job_id = any($1)", [[waiter, runner]]);
    expect(await taken()).toEqual([{ task_id: waits.task_id, still: true }]);
    expect(await database.transaction((tx) => orderAgain(tx, waits.task_id, { mark: 'still', known: true }))).toBe(true);
    await database.execute('update fetch_jobs set asked_at = null where job_id = $1', [waiter]);
    expect(await taken()).toEqual([{ task_id: waits.task_id, still: false }]);
    expect((await texts(waiter)).at(-1)).toContain('nothing has come of it for long');
  });

  it('that is being cancelled has ended where pricing lists nothing', async () => {
    const planned = plannedOrder(3);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 1, page(1))]);
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await jobs.apply(await neverBegun(database, planned.task_id, { status: 'cancelled', error_message: null, listed: [2] }));
    expect(await view(id)).toMatchObject({ records_fetched: 10, chunks: { cancelled: 2 }, fetching_over: false });
    expect((await takeSilent(database, AT_ONCE)).find(({ job_id }) => job_id === id)).toMatchObject({ cancel_asked: true, tasks: [{ task_id: planned.task_id, still: false }] });
  });

  it('that is being cancelled is told again though pages still come', async () => {
    const planned = plannedOrder(1);
    const id = await begun(planned);
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await database.execute("update fetch_jobs set cancel_asked_at = cancel_asked_at - interval '11 seconds' where job_id = $1", [id]);
    await jobs.apply([chunkState(planned, 0, page(1))]);
    const taken = async () => (await takeSilent(database, PATIENCE)).filter(({ job_id }) => job_id === id);
    expect(await taken()).toMatchObject([{ cancel_asked: true, cancel_heard: false }]);
    expect(await taken()).toHaveLength(0);
    await database.execute("update fetch_jobs set cancel_asked_at = cancel_asked_at - interval '50 seconds', asked_at = null where job_id = $1", [id]);
    expect(await taken()).toMatchObject([{ cancel_heard: true }]);
  });

  it('that is to be planned gets its step again when that was lost, and none while its rows come', async () => {
    const refresh_id = uuid();
    const terms = { model_id: uuid(), regions: [], instance_types: [], auto_activate: false, data_fetched_from: '2026-11-14', data_fetched_to: '2026-11-21' };
    const from = { refresh_type: 'scheduled', schedule_id: null, slot: null, triggered_by: 'spec', request_id: null, request_hash: null, estimated_seconds: null } as const;
    await database.transaction(async (tx) => {
      await new RefreshStore(database).insert(tx, { refresh_id, step: 'planning', ...terms, ...from });
      await jobs.open(tx, { job_id: refresh_id, job_kind: 'refresh', model_id: terms.model_id, log: [] });
    });
    const older = (column: string): Promise<number> => database.execute(`update fetch_jobs set ${column} = ${column} - interval '3 minutes' where job_id = $1`, [refresh_id]);
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
    await older('created_at');
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(1);
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
    expect(await steps(refresh_id)).toHaveLength(2);
    await database.execute('update fetch_jobs set begun_at = now() where job_id = $1', [refresh_id]);
    await older('asked_at');
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
    await database.execute(`update model_refresh_history set completed_at = now(), step = 'ended' where refresh_id = $1`, [refresh_id]);
  });

  it('gets its step again when that was lost, until it has ended', async () => {
    const id = await begun();
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
    await database.execute("update fetch_jobs set fetching_ended_at = fetching_ended_at - interval '2 minutes' where job_id = $1", [id]);
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(1);
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
    expect(await steps(id)).toHaveLength(2);
    await database.execute("update data_gaps set completed_at = now(), status = 'completed' where gap_id = $1", [id]);
    await database.execute("update fetch_jobs set asked_at = null where job_id = $1", [id]);
    expect(await stepAgain(database, STEP_PATIENCE)).toBe(0);
  });
});

it('forgets the orders, chunks and lines of old jobs, and keeps what came of them', async () => {
  const planned = plannedOrder(1);
  const old = await begun(planned);
  const young = await begun(plannedOrder(1));
  await jobs.apply([chunkState(planned, 0, completed(2))]);
  await database.execute("update fetch_jobs set created_at = created_at - interval '91 days' where job_id = $1", [old]);
  await database.execute("update data_gaps set completed_at = now() - interval '89 days' where gap_id = $1", [old]);
  await forgetOldJobs(database);
  expect(await texts(old)).toContain('planned');
  await database.execute("update data_gaps set completed_at = now() - interval '91 days' where gap_id = $1", [old]);
  await forgetOldJobs(database);
  expect(await view(old)).toMatchObject({ records_fetched: 20, fetching_over: true });
  expect(await texts(old)).toEqual([]);
  expect(await database.query('select from job_orders where job_id = $1', [old])).toHaveLength(0);
  expect(await texts(young)).toEqual(['planned']);
});

it('forgets nothing of an old job that has not ended, which needs it still', async () => {
  const planned = plannedOrder(1);
  const id = await begun(planned);
  await database.execute("update fetch_jobs set created_at = created_at - interval '200 days' where job_id = $1", [id]);
  await forgetOldJobs(database);
  await jobs.apply([chunkState(planned, 0, completed(1))]);
  expect(await view(id)).toMatchObject({ records_fetched: 10, fetching_over: true });
});
