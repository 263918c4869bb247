import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity';

const POLL_MS = 20;

export const waitUntilGone = async (identity: ProcessIdentity, withinMs: number): Promise<boolean> => {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if (!isAlive(identity)) return true;
    await sleep(POLL_MS);
  }
  return !isAlive(identity);
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Asks, waits, then kills; a process that only bears the same number is left alone. */
export const endProcess = async (identity: ProcessIdentity, options: { signal: NodeJS.Signals; graceMs: number }): Promise<void> => {
  if (!isAlive(identity)) return;
  send(identity.pid, options.signal);
  if (await waitUntilGone(identity, options.graceMs)) return;
  if (isAlive(identity)) send(identity.pid, 'SIGKILL');
  await waitUntilGone(identity, options.graceMs);
};
