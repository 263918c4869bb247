import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { threadPool } from './thread-pool';

const folder = mkdtempSync(path.join(tmpdir(), 'thread-pool-'));
const filename = path.join(folder, 'thread.mjs');
writeFileSync(filename, `export default (text) => { if (text === 'dies later') setTimeout(() => { throw new Error(text); }, 20); return text; };`);
afterAll(() => rmSync(folder, { recursive: true }));

it('survives a thread that dies when nobody waits for it, and works on in another', async () => {
  const pool = threadPool<string, string>({ filename, minThreads: 1, maxThreads: 1, atomics: 'disabled' });
  try {
    const [first] = pool.threads;
    expect(await pool.run('dies later')).toBe('dies later');
    await vi.waitFor(() => expect(pool.threads).not.toContain(first));
    expect(await pool.run('again')).toBe('again');
  } finally {
    await pool.destroy();
  }
});
