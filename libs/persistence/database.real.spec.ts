import { ownServers } from '@ml/testing/own-servers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { copyInto } from './copy';
import { Database } from './database';

const OUTAGE_MS = 1_500;

const { postgres, database } = await ownServers({ database: 'bootstrapped' });
const admin = new Database({ owner: 'decisions', url: database.url, poolSize: 2, entities: [], statementTimeoutMs: 5_000 });
const open: Database[] = [admin];
afterAll(() => Promise.all(open.map((pool) => pool.close())));

const connect = (over: { readonly poolSize?: number; readonly statementTimeoutMs?: number } = {}): Database => {
  const made = new Database({ owner: 'decisions', url: database.urlOf('decisions'), poolSize: 5, entities: [], statementTimeoutMs: 5_000, ...over });
  open.push(made);
  return made;
};
const back = (pool: Database): Promise<void> => vi.waitFor(() => pool.check(), { timeout: 30_000, interval: 50 });
const unavailable = { code: 'UNAVAILABLE', retryable: true };

const first = connect();
await first.query('CREATE TABLE written (id int PRIMARY KEY, money numeric(20,10), large bigint, day date, at timestamptz)');

describe('the database', () => {
  it('gives decimals as text, bigints as numbers, days as text and instants as dates', async () => {
    const [row] = await first.query(
      "INSERT INTO written VALUES (0, 0.1000000001, 9007199254740991, '2026-11-20', '2026-11-20T10:00:00+05:30') RETURNING money, large, day, at, 9007199254740993::bigint AS larger",
    );
    expect(row).toEqual({ money: '0.1000000001', large: 9007199254740991, larger: '9007199254740993', day: '2026-11-20', at: new Date('2026-11-20T04:30:00Z') });
  });

  it('rolls back what a failed transaction wrote, and keeps the connection', async () => {
    const one = connect({ poolSize: 1 });
    const failed = one.transaction(async (tx) => {
      await tx.query('INSERT INTO written (id) VALUES (1)');
      throw new Error('mine');
    });
    await expect(failed).rejects.toThrow('mine');
    expect(await one.query('SELECT 1 FROM written WHERE id = 1')).toEqual([]);
    await expect(one.query('INSERT INTO written (id) VALUES (0)')).rejects.toMatchObject({ code: '23505' });
    await one.check();
  });

  it('gives up a statement that takes too long, retryable, and goes on', async () => {
    const impatient = connect({ poolSize: 1, statementTimeoutMs: 100 });
    await expect(impatient.query('SELECT pg_sleep(5)')).rejects.toMatchObject(unavailable);
    await impatient.check();
  });

  it('lets a statement, and rows that are copied, take as long as the transaction allows, and no longer after it', { timeout: 20_000 }, async () => {
    const impatient = connect({ poolSize: 2, statementTimeoutMs: 100 });
    const LONGER_THAN_ANSWERS_ARE_WAITED_FOR = 5_600;
    async function* late(): AsyncGenerator<readonly [number, string]> {
      await pause(LONGER_THAN_ANSWERS_ARE_WAITED_FOR);
      yield [7, '2026-11-20'];
    }
    const copied = impatient.transaction(async (tx) => {
      await tx.allow(60_000, 'CREATE TEMP TABLE copied (id int, day date) ON COMMIT DROP');
      await copyInto(tx, { table: 'copied', columns: ['id', 'day'] }, late());
      return tx.query('SELECT id, day FROM copied');
    });
    const slept = impatient.transaction(async (tx) => {
      await tx.allow(60_000);
      return tx.query('SELECT pg_sleep($1), 1 AS one', [LONGER_THAN_ANSWERS_ARE_WAITED_FOR / 1_000]);
    });
    expect(await Promise.all([copied, slept])).toMatchObject([[{ id: 7, day: '2026-11-20' }], [{ one: 1 }]]);
    for (const again of [impatient.query('SELECT pg_sleep(5)'), impatient.transaction((tx) => tx.query('SELECT pg_sleep(5)'))]) await expect(again).rejects.toMatchObject(unavailable);
    const short = impatient.transaction(async (tx) => {
      await tx.allow(200);
      await tx.query('SELECT pg_sleep(5)');
    });
    await expect(short).rejects.toMatchObject(unavailable);
  });

  it('counts as up while every connection is busy and answers come in', async () => {
    const busy = connect({ poolSize: 1 });
    await busy.check();
    const long = busy.query('SELECT pg_sleep(2)').then(() => 'the connection came free');
    const checked = busy.checkUnlessHeard().then(() => 'counted as up');
    expect(await Promise.race([long, checked])).toBe('counted as up');
    await long;
  });

  it('is unavailable, not broken, when the server has no connection left', async () => {
    await admin.query('ALTER ROLE decisions CONNECTION LIMIT 2');
    const crowded = connect();
    const busy = Promise.allSettled(Array.from({ length: 5 }, () => crowded.query('SELECT pg_sleep(0.2)')));
    const refused = (await busy).filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject(unavailable);
    await admin.query('ALTER ROLE decisions CONNECTION LIMIT -1');
    await back(crowded);
  });

  it('survives an outage under load: calls fail retryably, nothing is half-written, and it is back without a restart', async () => {
    const pool = connect();
    await pool.query('CREATE TABLE pairs (id serial, side text)');
    let stopped = false;
    const failures: unknown[] = [];
    const caller = async (): Promise<void> => {
      while (!stopped) {
        const pair = pool.transaction(async (tx) => {
          await tx.query("INSERT INTO pairs (side) VALUES ('left')");
          await tx.query("SELECT pg_sleep(0.005)");
          await tx.query("INSERT INTO pairs (side) VALUES ('right')");
        });
        await pair.catch((error: unknown) => failures.push(error));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const callers = Array.from({ length: 10 }, caller);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await postgres.stop();
    const startingLate = connect();
    await expect(startingLate.check()).rejects.toMatchObject(unavailable);
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    const before = failures.length;
    await postgres.restart();
    await Promise.all([back(pool), back(startingLate)]);
    const count = async (): Promise<number> => (await pool.query('SELECT 1 FROM pairs')).length;
    const rows = await count();
    await expect.poll(count).toBeGreaterThan(rows);
    stopped = true;
    await Promise.all(callers);
    expect(before).toBeGreaterThan(10);
    for (const failure of failures) expect(failure).toMatchObject(unavailable);
    const sides = await pool.query<{ side: string; n: number }>('SELECT side, count(*)::int AS n FROM pairs GROUP BY side');
    expect(new Set(sides.map(({ n }) => n)).size).toBe(1);
  });

  it('is back after the server was killed in the middle of a statement', async () => {
    const pool = connect();
    const running = pool.query('SELECT pg_sleep(5)');
    const failed = expect(running).rejects.toMatchObject(unavailable);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await postgres.kill();
    await failed;
    await postgres.restart();
    await back(pool);
  });

  it('refuses work once it is closed', async () => {
    const pool = connect();
    await pool.check();
    await pool.close();
    await expect(pool.check()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
