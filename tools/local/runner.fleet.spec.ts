import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { PidFile } from '../infra/pid-file';
import { freePort, portIsFree, SET_ASIDE } from '../infra/ports';
import { identify, isAlive, type ProcessIdentity } from '../infra/process-identity';
import { OWNERS } from '../nats/permissions';
import { openDirectory, testPidFile } from '../test/test-directory';
import { apiClient } from './api-client';
import { askDecision } from './ask-decision';
import { EXAMPLES } from './examples';
import { readRunFile, type RunFile } from './run-file';
import { currentRunner } from './runner-lock';

/** PostgreSQL, NATS, Redis, the emulator. */
const PROCESSES = 4 + OWNERS.length;
const READY_WITHIN_MS = 120_000;
const SPEC_MS = 200_000;
const { directory, root } = inject('servers');
// The harness ends what is noted in it, should this spec itself be killed.
const dir = openDirectory(path.join(directory, 'runner-'));
const port = await freePort(SET_ASIDE);
const log = path.join(dir, 'terminal.log');

const run = (tool: string): ChildProcess => {
  const out = openSync(log, 'a');
  const env = { ...process.env, ML_LOCAL_DIR: dir, ML_SERVER_PORT: String(port), ML_SERVER_HOST: '127.0.0.1', PRICING_REGIONS: 'us-east-1', PRICING_PRODUCTS: 'Linux/UNIX' };
  const child = spawn(process.execPath, ['tools/run.mjs', tool], { cwd: root, env, stdio: ['ignore', out, out] });
  const identity = identify(child.pid ?? 0);
  if (identity !== undefined) testPidFile(directory).add({ ...identity, name: `${dir}/${tool}`, stopSignal: 'SIGTERM' });
  return child;
};

const ready = async (): Promise<RunFile> => {
  await expect.poll(() => readRunFile(dir), { timeout: READY_WITHIN_MS, interval: 200, message: readFileSync(log, 'utf8') }).toBeDefined();
  return readRunFile(dir) as RunFile;
};

/** No process is process 0, and that would be the whole group that the specs run in. */
const kill = (victim: { readonly pid: number } | undefined, signal: NodeJS.Signals): void => {
  if (victim === undefined) throw new Error('the process that is to be ended does not run');
  process.kill(victim.pid, signal);
};

const started = (): readonly ProcessIdentity[] => new PidFile(path.join(dir, 'pids.json')).living();

describe('npm start', { timeout: SPEC_MS }, () => {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  afterAll(async () => {
    stranger.kill('SIGKILL');
    await once(run('stop'), 'exit');
  });

  it('brings the fleet up, tells where it is and answers a decision', async () => {
    const startedAt = Date.now();
    run('start');
    const file = await ready();
    expect(Date.now() - startedAt).toBeLessThan(READY_WITHIN_MS);
    expect(file.gateway_url).toBe(`http://127.0.0.1:${port}`);
    const answer: DecisionAnswer = await askDecision(apiClient({ gatewayUrl: file.gateway_url, apiKey: file.api_keys.platform }), EXAMPLES[0]);
    expect(answer).toMatchObject({ verdict: 'act', evidence: { source: 'emulator' } });
    expect(file.services.map(({ name }) => name)).toEqual(['aws-emulator', ...OWNERS.filter((owner) => owner !== 'gateway'), 'gateway']);
  });

  it('says so when it is started twice, and leaves the first alone', async () => {
    const second = run('start');
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(1);
    expect(readFileSync(log, 'utf8')).toContain('runs already');
    expect(currentRunner(dir)).toBeDefined();
  });

  it('starts a service again that has crashed', async () => {
    const before = new PidFile(path.join(dir, 'pids.json')).living().find(({ name }) => name === 'spot-optimizer');
    kill(before, 'SIGKILL');
    const after = () => new PidFile(path.join(dir, 'pids.json')).living().find(({ name }) => name === 'spot-optimizer')?.pid;
    await expect.poll(after, { timeout: 40_000 }).not.toBe(before?.pid);
    await expect.poll(after, { timeout: 40_000 }).toBeDefined();
  });

  it('cleans up what a killed run has left, and nothing else', async () => {
    const left = started();
    const runner = currentRunner(dir);
    expect(left.length).toBe(PROCESSES);
    kill(runner, 'SIGKILL');
    await expect.poll(() => currentRunner(dir)).toBeUndefined();
    expect(left.filter(isAlive).length).toBe(PROCESSES);
    const again = run('start');
    await expect.poll(() => left.filter(isAlive).length, { timeout: READY_WITHIN_MS }).toBe(0);
    expect(identify(stranger.pid ?? 0)).toBeDefined();
    await expect.poll(() => readRunFile(dir)?.runner_pid, { timeout: READY_WITHIN_MS, interval: 200 }).toBe(again.pid);
  });

  it('stops everything that it has started when it is told to, and only that', async () => {
    const mine = started();
    const runner = currentRunner(dir);
    kill(runner, 'SIGINT');
    await expect.poll(() => (runner === undefined ? 0 : Number(isAlive(runner))), { timeout: 30_000 }).toBe(0);
    expect(mine.filter(isAlive)).toEqual([]);
    expect(readRunFile(dir)).toBeUndefined();
    expect(await portIsFree(port)).toBe(true);
    expect(identify(stranger.pid ?? 0)).toBeDefined();
  });
});
