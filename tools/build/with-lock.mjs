import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const WAIT_MS = 120_000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const take = (lock) => {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

const freeWhenAbandoned = (lock) => {
  try {
    if (!isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
};

/** Two builds at once would write the same files. */
export const withLock = async (lock, work) => {
  mkdirSync(path.dirname(lock), { recursive: true });
  const giveUpAt = Date.now() + WAIT_MS;
  while (!take(lock)) {
    freeWhenAbandoned(lock);
    if (Date.now() > giveUpAt) throw new Error(`Another build holds ${lock}; remove the file if none runs.`);
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
};
