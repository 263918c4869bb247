import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { ENGINES } from '@ml/contracts/engines';
import { freePort } from '../infra/ports';
import type { RunFile } from '../local/run-file';
import { pssMib } from './cpu-time';
import type { Figure } from './figure';
import { fire } from './load';
import { publishMarket } from './publish-market';
import { quantile } from './statistics';

const READY_LIMIT_MS = 300_000;
const POLL_MS = 100;
/** The first fetch is over by then, and what it needed is given back. */
const IDLE_MS = 60_000;
/** Longer than a thread without work is kept. */
const AFTER_LOAD_MS = 90_000;
const CALLERS = 10;
/** Not among the regions that the fleet fetches. */
const REGION = 'us-west-2';
const REQUESTS = 1_000;
const ENGINE_MIB = 130;
const SERVICE_MIB = 170;
/** Sellers of something else. */
const NOT_OURS = new Set(['aws-emulator']);
const ENGINE_SERVICES: ReadonlySet<string> = new Set(Object.values(ENGINES).map(({ owner }) => owner));

/** The fleet as a newcomer starts it: time until it is ready, memory while idle, latency of decisions. */
export const fleet = async (): Promise<readonly Figure[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ml-bench-'));
  const startedAt = performance.now();
  const npm = spawn('npm', ['start'], { env: { ...process.env, ML_LOCAL_DIR: directory, ML_SERVER_PORT: String(await freePort()) }, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  try {
    const run = await ready(path.join(directory, 'run.json'), npm);
    const seconds = (performance.now() - startedAt) / 1_000;
    await pause(IDLE_MS);
    const idle = memory(run, `${IDLE_MS / 1_000} s after the start`);
    await publishMarket(directory, REGION);
    const decisions = await latency(run);
    await pause(AFTER_LOAD_MS);
    const afterwards = memory(run, `${AFTER_LOAD_MS / 1_000} s later`).map(({ bar: _, name, ...figure }) => ({ ...figure, name: `${name}, after the load above` }));
    return [{ name: '`npm start` until ready, installed before', value: seconds, unit: 's', bar: { at: 'most', value: 60 }, note: 'empty data directory: servers, migrations and first prices included' }, ...idle, ...decisions, ...afterwards];
  } finally {
    await end(npm);
    rmSync(directory, { recursive: true, force: true });
  }
};

const ready = async (file: string, npm: ChildProcess): Promise<RunFile> => {
  const giveUpAt = Date.now() + READY_LIMIT_MS;
  while (!existsSync(file)) {
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}`);
    if (Date.now() > giveUpAt) throw new Error('npm start did not become ready');
    await pause(POLL_MS);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as RunFile;
};

const latency = async ({ gateway_url, api_keys }: RunFile): Promise<readonly Figure[]> => {
  const body = (index: number): string =>
    JSON.stringify({
      request_id: uuid(),
      cluster_id: 'bench',
      decision_type: 'spot_optimize',
      current_state: {},
      // Every request another count: the result cache cannot answer.
      requirements: { region: REGION, vcpu: 4, memory_gib: 16, count: 20 + (index % 2_000) },
    });
  const shot = { url: `${gateway_url}/api/v1/ml/decision/spot-optimize`, headers: { 'x-api-key': api_keys.platform }, body };
  await fire(shot, { requests: 100, callers: CALLERS });
  const { latencies, seconds } = await fire({ ...shot, body: (index) => body(index + 100) }, { requests: REQUESTS, callers: CALLERS });
  const note = `${REQUESTS} decisions, ${CALLERS} callers, no cache`;
  return [
    { name: 'spot decision over 900 types x 6 AZs through the gateway, p95', value: quantile(latencies, 0.95), unit: 'ms', note },
    { name: 'the same, p50', value: quantile(latencies, 0.5), unit: 'ms' },
    { name: 'the same, per second', value: REQUESTS / seconds, unit: '1/s' },
  ];
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Idle {
  readonly service: string;
  readonly mib: number;
}

/** A row for each service that is not an engine; of the engines the largest, and what all of them take together. */
const memory = ({ services }: RunFile, when: string): readonly Figure[] => {
  const measured = services.flatMap(({ name, pid }): readonly Idle[] => (pid === null || NOT_OURS.has(name) ? [] : [{ service: name, mib: pssMib(pid) }]));
  const engines = measured.filter(({ service }) => ENGINE_SERVICES.has(service)).sort((one, other) => other.mib - one.mib);
  const total = measured.reduce((sum, { mib }) => sum + mib, 0);
  return [
    ...measured.filter(({ service }) => !ENGINE_SERVICES.has(service)).map(({ service, mib }) => figureOf(`idle memory of ${service}`, { value: mib, bar: SERVICE_MIB, note: when })),
    figureOf(`idle memory of the largest of ${engines.length} engines`, { value: engines[0]?.mib ?? 0, bar: ENGINE_MIB, note: `${engines[0]?.service ?? 'none'}; ${when}` }),
    { name: 'idle memory of all services', value: total, unit: MEMORY_UNIT, note: when },
  ];
};

const MEMORY_UNIT = 'MiB PSS';

const figureOf = (name: string, { value, bar, note }: { readonly value: number; readonly bar: number; readonly note: string }): Figure => ({ name, value, unit: MEMORY_UNIT, bar: { at: 'most', value: bar }, note });

const end = (npm: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (npm.exitCode !== null || npm.pid === undefined) return resolve();
    npm.once('exit', () => resolve());
    process.kill(-npm.pid, 'SIGINT');
  });
