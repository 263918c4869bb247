import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { fetchOrdered, type FetchOrder } from '@ml/contracts/fetch-orders';
import { jobTold, type JobTold } from '@ml/contracts/jobs';
import { ownedDatabase } from '@ml/testing/owned-database';
import { JobStore } from './job-store';
import { chunkState, completed, page, plannedOrder, RULES, StoredJobs } from './test/stored-jobs';

const owned = await ownedDatabase('gap-filler');
const database = owned.connect();
const stored = new StoredJobs(database);
const { jobs } = stored;
const begun = stored.begun.bind(stored);
const view = stored.view.bind(stored);
const waiting = stored.waiting.bind(stored);
const steps = stored.steps.bind(stored);
const texts = stored.texts.bind(stored);
const told = (id: string): Promise<JobTold[]> => waiting(jobTold, ({ job_id }) => job_id === id);

describe('a job that begins', () => {
  it('stores its orders and sends each once', async () => {
    const orders = [plannedOrder(2), plannedOrder(3)];
    const id = await begun(...orders);
    const sent = await waiting(fetchOrdered, ({ task_id }) => orders.some((planned) => planned.task_id === task_id));
    expect(sent.map((message) => (message as FetchOrder).chunks.length)).toEqual([2, 3]);
    expect((sent[0] as FetchOrder).chunks[0]).toEqual({ chunk: 0, instance_types: ['m5.large'], start_at: '2026-11-01T00:00:00.000Z', end_at: '2026-11-02T00:00:00.000Z' });
    expect(await view(id)).toMatchObject({ percent_complete: 0, records_expected: 500, chunks: { total: 5, completed: 0 }, eta_seconds: null, fetching_over: false, started_at: null });
    expect(await database.transaction((tx) => jobs.begin(tx, { job_id: id, job_kind: 'gap', model_id: null, orders: [plannedOrder(1)], log: [] }))).toBe(false);
    expect((await view(id)).chunks.total).toBe(5);
  });

  it('goes on at once when there is nothing to fetch', async () => {
    const id = await begun();
    expect(await steps(id)).toHaveLength(1);
    expect(await view(id)).toMatchObject({ fetching_over: true, percent_complete: 0 });
    await database.execute("update data_gaps set status = 'completed', completed_at = now() where gap_id = $1", [id]);
    expect((await view(id)).percent_complete).toBe(100);
  });

  it('is planned later when it is opened first; cancelled meanwhile it orders nothing', async () => {
    const job_id = uuid();
    const job = { job_id, job_kind: 'refresh', model_id: null, log: ['asked for'] } as const;
    await database.transaction((tx) => jobs.open(tx, job));
    expect(await steps(job_id)).toHaveLength(1);
    expect(await database.transaction((tx) => jobs.askCancel(tx, job_id))).toBe(true);
    expect(await steps(job_id)).toHaveLength(2);
    const planned = plannedOrder(1);
    expect(await database.transaction((tx) => jobs.begin(tx, { ...job, orders: [planned] }))).toBe(false);
    expect(await waiting(fetchOrdered, ({ task_id }) => task_id === planned.task_id)).toEqual([]);
    expect(await view(job_id)).toMatchObject({ cancel_asked: true, fetching_over: true });
  });

  it('refuses an order that is too large for one message', async () => {
    await expect(begun(plannedOrder(1_001))).rejects.toThrow('1000 at most');
  });
});

describe('news of chunks', () => {
  it('count what is since the beginning: late and repeated ones change nothing', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, page(2))]);
    await jobs.apply([chunkState(planned, 0, page(1))]);
    expect(await jobs.apply([chunkState(planned, 0, page(2))])).toBeUndefined();
    expect(await view(id)).toMatchObject({ records_fetched: 20, records_inserted: 14, percent_complete: 9 });
    await jobs.apply([chunkState(planned, 0, completed(3))]);
    await jobs.apply([chunkState(planned, 0, page(9))]);
    await jobs.apply([chunkState(planned, 0, { ...page(3), status: 'failed', error_message: 'too late' })]);
    expect(await view(id)).toMatchObject({ records_fetched: 30, records_inserted: 21, chunks: { completed: 1, failed: 0 }, percent_complete: 50, fetching_over: false });
    expect(await jobs.apply([chunkState(plannedOrder(1), 0, page(1))])).toBeUndefined();
  });

  it('ask for the next step once, when the last chunk has ended', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, completed(1))]);
    expect(await steps(id)).toHaveLength(0);
    await jobs.apply([chunkState(planned, 1, completed(1))]);
    await jobs.apply([chunkState(planned, 1, completed(1)), chunkState(planned, 0, completed(1))]);
    expect(await steps(id)).toHaveLength(1);
    expect(await view(id)).toMatchObject({ fetching_over: true, percent_complete: 99, eta_seconds: null });
    expect((await texts(id)).at(-1)).toBe('fetching has ended: all 2 chunks; 20 rows, 14 new, 6 known');
  });

  it('count a chunk that brings more than was expected for no more than itself', async () => {
    const planned = plannedOrder(2, 10);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, page(50))]);
    expect(await view(id)).toMatchObject({ records_fetched: 500, percent_complete: 45 });
    await jobs.apply([chunkState(planned, 0, completed(50))]);
    expect((await view(id)).percent_complete).toBe(50);
  });

  it('come from several replicas at once, in any order, and add up', async () => {
    const planned = [plannedOrder(5), plannedOrder(5)];
    const id = await begun(...planned);
    const news = planned.flatMap((one) => one.chunks.flatMap(({ chunk }) => [page(1), page(2), page(3), completed(4), completed(4)].map((over) => chunkState(one, chunk, over))));
    const mixed = news.map((one, index) => ({ one, place: (index * 37) % news.length })).sort((a, b) => a.place - b.place);
    const replica = new JobStore(owned.connect(), RULES);
    await Promise.all(mixed.map(({ one }, index) => (index % 2 === 0 ? jobs : replica).apply([one])));
    expect(await view(id)).toMatchObject({ records_fetched: 400, records_inserted: 280, chunks: { total: 10, completed: 10 }, fetching_over: true });
    expect(await steps(id)).toHaveLength(1);
  });

  it('leave nothing behind when the process dies before the end of the transaction', async () => {
    const planned = plannedOrder(1);
    const id = await begun(planned);
    const dying = new JobStore(database, { ...RULES, endOfFetching: () => { throw new Error('killed'); } });
    await expect(dying.apply([chunkState(planned, 0, completed(2))])).rejects.toThrow('killed');
    expect(await view(id)).toMatchObject({ records_fetched: 0, chunks: { completed: 0 } });
    expect(await steps(id)).toHaveLength(0);
    await jobs.apply([chunkState(planned, 0, completed(2))]);
    expect(await view(id)).toMatchObject({ records_fetched: 20, fetching_over: true });
  });

  it('begin a fill that was pending', async () => {
    const planned = plannedOrder(1);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, {})]);
    expect(await database.query('select status, started_at is not null as started from data_gaps where gap_id = $1', [id])).toEqual([{ status: 'filling', started: true }]);
    expect((await view(id)).started_at).not.toBeNull();
  });

  it('name refused rows by their code, and add them up over the chunks', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, { ...page(1), records_refused: 2, refused: { BAD_PRICE: 2 } })]);
    await jobs.apply([chunkState(planned, 1, { ...page(1), records_refused: 3, refused: { BAD_PRICE: 1, BAD_TIME: 2 } })]);
    await jobs.apply([chunkState(planned, 0, { ...completed(2), records_refused: 4, refused: { BAD_PRICE: 4 } })]);
    expect(await view(id)).toMatchObject({ records_refused: 7, refused: { BAD_PRICE: 5, BAD_TIME: 2 } });
    expect((await texts(id)).filter((text) => text.includes('refused as BAD_PRICE'))).toHaveLength(1);
  });
});

describe('the log of a job', () => {
  it('says a reason once and counts how often it came', async () => {
    const planned = plannedOrder(3);
    const id = await begun(planned);
    const failed = planned.chunks.map(({ chunk }) => chunkState(planned, chunk, { status: 'failed', error_message: 'the credentials were refused' }));
    await jobs.apply(failed.slice(0, 1));
    await jobs.apply(failed);
    expect((await texts(id)).filter((text) => text.includes('credentials'))).toEqual(['us-east-1 spot_prices, m5.large, 2026-11-01 failed: the credentials were refused (3 times)']);
    expect((await view(id)).failed).toEqual([{ region: 'us-east-1', data_type: 'spot_prices', message: 'the credentials were refused' }]);
  });

  it('keeps the newest thousand lines', async () => {
    const id = await begun(plannedOrder(1));
    await database.execute("insert into job_log (job_id, line, level, text) select $1, line, 'info', 'line ' || line from generate_series(2, 1009) line", [id]);
    await database.execute('update fetch_jobs set last_line = 1009 where job_id = $1', [id]);
    await database.transaction((tx) => jobs.say(tx, id, { level: 'info', text: 'line 1010' }));
    const { lines, total } = await jobs.linesAfter(database, id, { after: 0, limit: 3 });
    expect(total).toBe(1_000);
    expect(lines.map(({ text }) => text)).toEqual(['line 11', 'line 12', 'line 13']);
    expect((await jobs.linesAfter(database, id, { after: lines[2]?.line ?? 0, limit: 1 })).lines[0]?.text).toBe('line 14');
  });
});

describe('what is told of a job', () => {
  it('comes at once when it begins, then once a second with the lines since, over all replicas', async () => {
    const planned = plannedOrder(40);
    const id = await begun(planned);
    for (const { chunk } of planned.chunks) await jobs.apply([chunkState(planned, chunk, completed(1))]);
    const early = await told(id);
    expect(early[0]).toMatchObject({ job_kind: 'gap', status: 'filling', records_fetched: 10 });
    expect(early.length).toBeLessThan(10);
    await database.execute("update fetch_jobs set told_at = told_at - interval '2 seconds' where job_id = $1", [id]);
    const other = new JobStore(owned.connect(), RULES);
    await Promise.all([jobs.tellHeldBack(), other.tellHeldBack()]);
    const all = await told(id);
    expect(all.at(-1)).toMatchObject({ records_fetched: 400, chunks: { completed: 40 } });
    const lines = all.flatMap(({ log }) => log.map(({ line }) => line));
    expect(lines).toEqual(lines.map((_, index) => index + 1));
    expect(all.map(({ percent_complete }) => percent_complete)).toEqual(all.map(({ percent_complete }) => percent_complete).sort((a, b) => a - b));
  });
});

describe('a cancel', () => {
  it('is sent for each task that has not ended, and ends the job when all chunks have', async () => {
    const [done, open] = [plannedOrder(1), plannedOrder(2)];
    const id = await begun(done, open);
    await jobs.apply([chunkState(done, 0, completed(1))]);
    expect(await database.transaction((tx) => jobs.askCancel(tx, id))).toBe(true);
    expect(await database.transaction((tx) => jobs.askCancel(tx, id))).toBe(true);
    expect(await waiting(fetchOrdered, ({ kind, task_id }) => kind === 'cancel' && [done.task_id, open.task_id].includes(task_id))).toEqual([{ kind: 'cancel', task_id: open.task_id }]);
    await jobs.apply([chunkState(open, 0, { ...page(1), status: 'cancelled' }), chunkState(open, 1, { status: 'cancelled' })]);
    expect(await view(id)).toMatchObject({ cancel_asked: true, fetching_over: true, chunks: { completed: 1, cancelled: 2 } });
    expect(await steps(id)).toHaveLength(1);
    expect(await database.transaction((tx) => jobs.askCancel(tx, uuid()))).toBe(false);
  });

  it('before the first chunk has begun leaves nothing begun', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await database.transaction((tx) => jobs.askCancel(tx, id));
    await jobs.apply(planned.chunks.map(({ chunk }) => chunkState(planned, chunk, { status: 'cancelled' })));
    expect(await view(id)).toMatchObject({ started_at: null, fetching_over: true });
    expect(await texts(id)).not.toContain('fetching has begun');
    expect(await steps(id)).toHaveLength(1);
  });

  it('that comes before the news of a page says all the same when it began', async () => {
    const planned = plannedOrder(2);
    const id = await begun(planned);
    await database.execute("update data_gaps set status = 'cancelling' where gap_id = $1", [id]);
    await jobs.apply([chunkState(planned, 0, page(1))]);
    expect(await database.query('select status, started_at is not null as started from data_gaps where gap_id = $1', [id])).toEqual([{ status: 'cancelling', started: true }]);
  });

  it('comes too late when everything was fetched', async () => {
    const planned = plannedOrder(1);
    const id = await begun(planned);
    await jobs.apply([chunkState(planned, 0, completed(1))]);
    expect(await database.transaction((tx) => jobs.askCancel(tx, id))).toBe(false);
  });
});
