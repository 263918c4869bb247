import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endLeftovers } from './end-leftovers';
import { PidFile } from './pid-file';
import { identify, isAlive, type ProcessIdentity } from './process-identity';

const identityOf = (pid: number | undefined): ProcessIdentity => {
  const identity = identify(pid ?? 0);
  if (identity === undefined) throw new Error('the process is gone');
  return identity;
};

describe('the pid file', () => {
  let directory: string;
  let pids: PidFile;
  const sleepers: number[] = [];

  const sleeper = async (): Promise<ProcessIdentity> => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    sleepers.push(child.pid ?? 0);
    return identityOf(child.pid);
  };

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'pids-'));
    pids = new PidFile(path.join(directory, 'pids.json'));
  });
  afterEach(() => {
    for (const pid of sleepers.splice(0)) if (identify(pid) !== undefined) process.kill(pid, 'SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  it('ends what a killed run has left, last started first, and forgets it', async () => {
    const [first, second] = [await sleeper(), await sleeper()];
    pids.add({ ...first, name: 'postgres', stopSignal: 'SIGINT' });
    pids.add({ ...second, name: 'pricing', stopSignal: 'SIGTERM' });
    const ended = await endLeftovers(new PidFile(path.join(directory, 'pids.json')));
    expect(ended.map(({ name }) => name)).toEqual(['pricing', 'postgres']);
    expect([first, second].some(isAlive)).toBe(false);
    expect(existsSync(path.join(directory, 'pids.json'))).toBe(false);
  });

  it('leaves a process alone that only bears the same number', async () => {
    const stranger = await sleeper();
    pids.add({ pid: stranger.pid, started: 'another-boot/1', name: 'postgres', stopSignal: 'SIGINT' });
    expect(await endLeftovers(pids)).toEqual([]);
    expect(isAlive(stranger)).toBe(true);
  });

  it('keeps the place of a process that was started again', async () => {
    const [first, second, again] = [await sleeper(), await sleeper(), await sleeper()];
    pids.add({ ...first, name: 'nats', stopSignal: 'SIGINT' });
    pids.add({ ...second, name: 'pricing', stopSignal: 'SIGTERM' });
    pids.add({ ...again, name: 'nats', stopSignal: 'SIGINT' });
    expect(pids.living().map(({ pid }) => pid)).toEqual([again.pid, second.pid]);
  });

  it('takes a file that was cut off in the middle for an empty one', () => {
    writeFileSync(path.join(directory, 'pids.json'), '[{"pid": 12');
    expect(pids.living()).toEqual([]);
  });

  it('knows a dead process', async () => {
    const identity = await sleeper();
    process.kill(identity.pid, 'SIGKILL');
    await expect.poll(() => isAlive(identity)).toBe(false);
  });
});
