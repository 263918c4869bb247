import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { createLogger } from '../logger';
import { Metrics } from '../metrics';
import { DecidePool } from './decide-pool';
import type { DecideTask } from './decide-task';

const WORKER = `
import { threadId } from 'node:worker_threads';
export default (task) => {
  if (task.build === 'loop') for (;;);
  if (task.build === 'exit') process.exit(1);
  if (task.build === 'fill') for (const all = []; ; ) all.push({ a: all.length });
  if (task.build === 'refuse') return { ok: false, error: { code: 'BAD_QUANTITY', message: 'no', path: 'a.b', retryable: false } };
  if (task.build === 'slow') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  if (task.build === 'ask') {
    task.line.postMessage('?');
    return new Promise((resolve) => task.line.once('message', (said) => resolve({ ok: true, reply: new Uint8Array([said]), phases: {} })));
  }
  return { ok: true, reply: new Uint8Array([threadId]), projected: { bytes: new Uint8Array([2]), size: 1, sha256: '' }, phases: { decide: 0.25 } };
};`;

const file = path.join(mkdtempSync(path.join(tmpdir(), 'decide-pool-')), 'worker.mjs');
writeFileSync(file, WORKER);

const SOON_MS = 25_000;
/** `build` carries what the worker is to do. */
const task = (build: string): DecideTask => ({ build }) as DecideTask;
const soon = (): AbortSignal => AbortSignal.timeout(SOON_MS);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('the pool of deciding threads', () => {
  let pool: DecidePool;
  const open = (settings: Partial<{ threads: number; queue: number }> = {}): DecidePool => {
    pool = new DecidePool({ threads: 1, queue: 8, memoryMb: 64, largeStateMb: 1, largeThreads: 1, ...settings }, file, new Metrics('test'), createLogger('spec', { level: 'silent', file: '/dev/null' }));
    return pool;
  };
  afterEach(() => pool.onApplicationShutdown());

  it('hands back what the thread decided', async () => {
    expect(await open().decide(task('decide'), soon())).toMatchObject({ ok: true, projected: { bytes: new Uint8Array([2]) } });
  });

  it("throws the engine's own error with its path", async () => {
    await expect(open().decide(task('refuse'), soon())).rejects.toMatchObject({ code: 'BAD_QUANTITY', path: 'a.b' });
  });

  it('ends a thread that overruns its deadline, and decides on with a new one', async () => {
    const { decide } = { decide: (what: string, signal: AbortSignal) => pool.decide(task(what), signal) };
    open();
    expect(await codeOf(decide('loop', AbortSignal.timeout(300)))).toBe('DEADLINE_EXCEEDED');
    expect(await codeOf(decide('decide', soon()))).toBe('no error');
  });

  it('says BUSY, which may be tried again, when the thread dies in the middle', async () => {
    open();
    await expect(pool.decide(task('exit'), soon())).rejects.toMatchObject({ code: 'BUSY', retryable: true });
    expect(await codeOf(pool.decide(task('decide'), soon()))).toBe('no error');
  });

  it('refuses for good what needs more memory than a thread has, and decides on with a new thread', async () => {
    open();
    await expect(pool.decide(task('fill'), soon())).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', path: 'current_state', retryable: false });
    expect(await codeOf(pool.decide(task('decide'), soon()))).toBe('no error');
  });

  it('decides over a large state in a thread of its own that ends with it, and keeps the warm one for the others', async () => {
    open();
    const threadOf = async (size: number): Promise<number | undefined> => {
      const state = { bytes: new Uint8Array(8), packed: true, size, opened: size };
      return (await pool.decide({ ...task('decide'), state }, soon())).reply[0];
    };
    const warm = await threadOf(1_000);
    const large = await threadOf(2 << 20);
    expect(large).not.toBe(warm);
    expect(await threadOf(1_000)).toBe(warm);
    await expect.poll(() => pool.threadCount()).toBe(1);
    expect(await threadOf(2 << 20)).not.toBe(large);
  });

  it.each([
    ['small', 1_000],
    ['large', 2 << 20],
  ])('lets the thread of a %s state ask while it decides', async (_, size) => {
    const { port1, port2 } = new MessageChannel();
    port1.once('message', () => port1.postMessage(42));
    const state = { bytes: new Uint8Array(8), packed: true, size, opened: size };
    expect((await open().decide({ ...task('ask'), state, line: port2 }, soon())).reply).toEqual(new Uint8Array([42]));
    port1.close();
  });

  it.each([
    ['overruns its deadline', 'loop', 400],
    ['runs out of memory', 'fill', SOON_MS],
    ['ends', 'exit', SOON_MS],
  ])('decides over the large state that waits when the one before it %s', async (_, what, ms) => {
    open();
    const large = (build: string, signal: AbortSignal) => {
      const state = { bytes: new Uint8Array(8), packed: true, size: 2 << 20, opened: 2 << 20 };
      return codeOf(pool.decide({ ...task(build), state }, signal));
    };
    const [first, second] = await Promise.all([large(what, AbortSignal.timeout(ms)), large('decide', soon())]);
    expect([first, second]).toEqual([expect.stringMatching(/DEADLINE_EXCEEDED|BODY_TOO_LARGE|BUSY/), 'no error']);
  });

  it('lets a large state wait no longer than its deadline', async () => {
    open();
    const state = () => ({ bytes: new Uint8Array(8), packed: true, size: 2 << 20, opened: 2 << 20 });
    const first = codeOf(pool.decide({ ...task('loop'), state: state() }, AbortSignal.timeout(1_500)));
    expect(await codeOf(pool.decide({ ...task('decide'), state: state() }, AbortSignal.timeout(200)))).toBe('DEADLINE_EXCEEDED');
    expect(await first).toBe('DEADLINE_EXCEEDED');
  });

  it('refuses with BUSY what its queue cannot hold', async () => {
    open({ queue: 1 });
    await pool.decide(task('decide'), soon());
    const codes = await Promise.all(Array.from({ length: 4 }, () => codeOf(pool.decide(task('slow'), soon()))));
    expect(codes.filter((code) => code === 'BUSY')).toHaveLength(2);
    expect(codes.filter((code) => code === 'no error')).toHaveLength(2);
  });
});
