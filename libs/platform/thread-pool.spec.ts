import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Piscina } from 'piscina';
import type { Logger } from './logger';
import { threadPool } from './thread-pool';

const folder = mkdtempSync(path.join(tmpdir(), 'thread-pool-'));
const filename = path.join(folder, 'thread.mjs');
writeFileSync(
  filename,
  `export default (text) => {
  if (text.startsWith('dies later')) setTimeout(() => { throw new Error(text); }, 20);
  if (text.startsWith('dies now')) throw new TypeError(text);
  if (text === 'goes on') for (;;);
  return text;
};`,
);
afterAll(() => rmSync(folder, { recursive: true }));

interface Line {
  readonly level: number;
  readonly thread: string;
  readonly msg: string;
  readonly err: { readonly type: string; readonly stack: string };
}

const lines: string[] = [];
const logged = (): readonly Line[] => lines.map((line) => JSON.parse(line) as Line);
const logger = pino({}, { write: (line: string) => void lines.push(line) }) as unknown as Logger;

describe('a pool of threads', () => {
  let pool: Piscina<string, string>;
  beforeEach(() => {
    lines.length = 0;
    pool = threadPool<string, string>(logger, { filename, minThreads: 1, maxThreads: 1, atomics: 'disabled' });
  });
  afterEach(() => pool.destroy());

  it('survives a thread that dies when nobody waits for it, and works on in another', async () => {
    const [first] = pool.threads;
    expect(await pool.run('dies later: anna@example.org')).toContain('dies later');
    await expect.poll(() => pool.threads).not.toContain(first);
    expect(await pool.run('again')).toBe('again');
    expect(logged()).toMatchObject([{ level: 50, thread: 'thread.mjs', msg: 'a thread died while nobody waited for it', err: { type: 'Error', stack: expect.stringContaining('thread.mjs:2') } }]);
    expect(lines.join('')).not.toContain('anna');
  });

  it('tells the log what ended a task, not what it was about', async () => {
    await expect(pool.run('dies now: anna@example.org')).rejects.toThrow('anna');
    expect(logged()).toMatchObject([{ level: 50, thread: 'thread.mjs', msg: 'a thread ended in the middle of its work', err: { type: 'TypeError', stack: expect.stringContaining('thread.mjs:3') } }]);
    expect(lines.join('')).not.toContain('anna');
  });

  it('says nothing of a task that was called off', async () => {
    await expect(pool.run('goes on', { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await pool.run('again')).toBe('again');
    expect(lines).toEqual([]);
  });
});
