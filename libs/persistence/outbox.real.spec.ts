import { AppError } from '@ml/contracts/app-error';
import { outcomeRecorded } from '@ml/contracts/decisions';
import { ownedDatabase } from '@ml/testing/owned-database';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from './database';
import { enqueue, enqueueAll } from './outbox';
import { publishBatch, type Publisher } from './outbox-batch';
import { OutboxRelay } from './outbox-relay';

const database = await ownedDatabase('decisions');
const pool = database.connect();
const facts = [outcomeRecorded];

/** A stream in memory: acknowledges, drops repeated ids, and fails as told. */
class Stream implements Publisher {
  readonly stored: string[] = [];
  readonly received: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  fail: ((id: string) => Error | undefined) | undefined;
  afterStore: (() => Promise<unknown>) | undefined;

  async publish(_fact: unknown, _body: unknown, { id }: { readonly id: string }): Promise<void> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.inFlight -= 1;
    const failure = this.fail?.(id);
    if (failure !== undefined) throw failure;
    this.received.push(id);
    if (!this.stored.includes(id)) this.stored.push(id);
    await this.afterStore?.();
  }
}

const relays: OutboxRelay[] = [];
const relay = (publisher: Publisher, from: Database = pool, pollMs = 1_000): OutboxRelay => {
  const started = new OutboxRelay({ database: from, publisher, facts, pollMs });
  relays.push(started);
  started.start();
  return started;
};
afterEach(async () => {
  await Promise.all(relays.splice(0).map((running) => running.stop()));
  await pool.query('DELETE FROM outbox');
});

const body = { tenant: 'acme', outcome_id: 'o', decision_id: 'd', result: 'applied', recorded_at: '2026-11-20T10:00:00Z' } as const;
const put = (...ids: string[]): Promise<void> =>
  pool.transaction(async (tx) => {
    for (const id of ids) await enqueue(tx, outcomeRecorded, { id, body });
  });
const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const waiting = () => pool.query('SELECT message_id FROM outbox');

describe('the outbox', () => {
  it('tells what was committed, in order, at once and once', async () => {
    const stream = new Stream();
    relay(stream, pool, 60_000);
    await put('a', 'b');
    await put('b', 'c');
    await expect.poll(waiting).toEqual([]);
    expect(stream.received).toEqual(['a', 'b', 'c']);
  });

  it('takes a thousand messages at once, in their order, each id once and every body as it is', async () => {
    const stream = new Stream();
    await put('all-2');
    const bodies = names('all', 1_000).map((id) => ({ id, body: { ...body, outcome_id: `{"${id}",\\ NULL}\n${id}` } }));
    await pool.transaction((tx) => enqueueAll(tx, outcomeRecorded, [...bodies, ...bodies.slice(0, 3)]));
    await pool.transaction((tx) => enqueueAll(tx, outcomeRecorded, []));
    const waits = await pool.query<{ id: string; body: object; key: string | null }>('SELECT message_id AS id, body, key FROM outbox ORDER BY sequence');
    expect(waits.slice(1)).toEqual(bodies.filter(({ id }) => id !== 'all-2').map((message) => ({ ...message, key: null })));
    while ((await publishBatch({ database: pool, publisher: stream, facts })) === 'more') expect(stream.received.length).toBeLessThanOrEqual(1_000);
    expect(stream.received).toEqual(['all-2', ...names('all', 1_000).filter((id) => id !== 'all-2')]);
  });

  it('says nothing about a transaction that was rolled back', async () => {
    const stream = new Stream();
    const failed = pool.transaction(async (tx) => {
      await enqueue(tx, outcomeRecorded, { id: 'never', body });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await publishBatch({ database: pool, publisher: stream, facts })).toBe('idle');
  });

  it('has one publisher at a time among many replicas, and keeps the order', async () => {
    const stream = new Stream();
    for (let replica = 0; replica < 4; replica += 1) relay(stream, database.connect({ poolSize: 2 }), 20);
    const ids = names('many', 250);
    for (const id of ids) await put(id);
    await expect.poll(() => stream.stored, { timeout: 40_000 }).toHaveLength(250);
    expect(stream.received).toEqual(ids);
    expect(stream.mostInFlight).toBe(1);
  });

  it('waits while the stream is away and loses nothing', async () => {
    const stream = new Stream();
    stream.fail = () => new AppError('UNAVAILABLE', 'no stream');
    relay(stream);
    const ids = names('away', 5);
    await put(...ids);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await waiting()).toHaveLength(5);
    stream.fail = undefined;
    await expect.poll(() => stream.received).toEqual(ids);
  });

  it('keeps the order when the stream fails in the middle of a batch', async () => {
    const stream = new Stream();
    await put('m-0', 'm-1', 'm-2');
    stream.fail = (id) => (id === 'm-1' ? new AppError('UNAVAILABLE', 'no stream') : undefined);
    await expect(publishBatch({ database: pool, publisher: stream, facts })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await waiting()).toEqual([{ message_id: 'm-1' }, { message_id: 'm-2' }]);
    stream.fail = undefined;
    await publishBatch({ database: pool, publisher: stream, facts });
    expect(stream.received).toEqual(['m-0', 'm-1', 'm-2']);
  });

  it('publishes again under the same id after a crash between acknowledgement and deletion', async () => {
    const stream = new Stream();
    const doomed = database.connect({ poolSize: 2 });
    await put('crash');
    stream.afterStore = () => {
      stream.afterStore = undefined;
      return pool.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    };
    await put('after');
    await expect(publishBatch({ database: doomed, publisher: stream, facts })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await waiting()).toHaveLength(2);
    await publishBatch({ database: doomed, publisher: stream, facts });
    expect(stream.stored).toEqual(['crash', 'after']);
    expect(stream.received.filter((id) => id === 'crash').length).toBeGreaterThan(1);
    expect(await waiting()).toEqual([]);
  });

  it('parks what the stream will never take, and goes on with the rest', async () => {
    const stream = new Stream();
    await put('bad', 'good');
    stream.fail = (id) => (id === 'bad' ? new AppError('BODY_TOO_LARGE', 'too large for the stream') : undefined);
    await publishBatch({ database: pool, publisher: stream, facts });
    expect(stream.stored).toEqual(['good']);
    expect(await pool.query('SELECT message_id, refusal FROM outbox')).toEqual([{ message_id: 'bad', refusal: 'too large for the stream' }]);
    expect(await publishBatch({ database: pool, publisher: stream, facts })).toBe('idle');
  });
});
