import path from 'node:path';
import { freePort } from '../infra/ports';
import { benchServers, type BenchServers } from './bench-servers';
import { startChild, type Child } from './child';
import type { Figure } from './figure';
import { fire, type Shot } from './load';
import { median } from './statistics';

/** Many short rounds: both sides of one round meet the same neighbours on the machine. */
const ROUNDS = 9;
const REQUESTS = 3_000;
const CALLERS = 16;
const WARM_UP = 3_000;
const KEY = 'bench-platform-key-0000000000000000000000000000';
const READY_TRIES = 200;
const READY_PAUSE_MS = 50;

interface Side {
  readonly name: string;
  readonly shot: Shot;
  readonly children: readonly Child[];
}

const body = (index: number): string =>
  JSON.stringify({
    request_id: `bench-${process.pid}-${index}`,
    cluster_id: 'c-1',
    customer_id: 'cu-1',
    decision_type: 'spot_optimize',
    current_state: { observed_at: '2026-11-20T10:00:00Z', nodes: [] },
    requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20, instance_families: ['m5', 'm6i'] },
    constraints: { min_risk_score: 0.8 },
  });

/** Gateway -> bus -> service and back, ours with key, limit, validation and trace, beside the framework's own way. */
export const echo = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  const sides: Side[] = [];
  try {
    sides.push(await bareSide(servers));
    sides.push(await ownSide(servers));
    const cost = await compare(sides);
    const [bare, own] = [cost['bare'] ?? [], cost['own'] ?? []];
    const ratios = own.map((seconds, round) => (bare[round] ?? Number.NaN) / seconds);
    return [
      { name: 'echo through gateway, bus and service, against bare Nest', value: median(ratios), unit: 'x', bar: { at: 'least', value: 0.5 }, note: `processor time per request, gateway and service; median of ${ROUNDS} rounds A/B, ${REQUESTS} requests each` },
      { name: 'ours, per request', value: median(own) * 1e6, unit: 'us CPU' },
      { name: 'bare Nest gateway, NATS, Nest service, per request', value: median(bare) * 1e6, unit: 'us CPU' },
    ];
  } finally {
    for (const side of sides) await Promise.all(side.children.map((child) => child.stop()));
    await servers.stop();
  }
};

const compare = async (sides: readonly Side[]): Promise<Record<string, number[]>> => {
  const cost: Record<string, number[]> = {};
  for (const side of sides) await fire(side.shot, { requests: WARM_UP, callers: CALLERS });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of sides) (cost[side.name] ??= []).push(await costOf(side));
  }
  return cost;
};

/** Seconds of processor time per request. */
const costOf = async ({ children, shot }: Side): Promise<number> => {
  const used = (): number => children.reduce((sum, child) => sum + child.cpu(), 0);
  const before = used();
  await fire(shot, { requests: REQUESTS, callers: CALLERS });
  return (used() - before) / REQUESTS;
};

const file = (name: string): string => path.join(process.cwd(), 'dist', name);

const bareSide = async ({ openNats }: BenchServers): Promise<Side> => {
  const port = await freePort();
  const env = { NATS_URL: openNats.url, PORT: String(port) };
  const service = await startChild({ file: file('tools/bench-bare-service.js'), env });
  const gateway = await startChild({ file: file('tools/bench-bare-gateway.js'), env });
  return { name: 'bare', children: [service, gateway], shot: { url: `http://127.0.0.1:${port}/echo`, headers: {}, body } };
};

const ownSide = async (servers: BenchServers): Promise<Side> => {
  const port = await freePort();
  const service = await startChild({ file: file('tools/bench-echo-service.js'), env: servers.envOf('decisions') });
  const url = `http://127.0.0.1:${port}`;
  const gateway = await startChild({
    file: file('gateway.js'),
    env: { ...servers.envOf('gateway'), ML_SERVER_HOST: '127.0.0.1', ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000' },
    ready: () => answers(`${url}/readyz`),
  });
  return { name: 'own', children: [service, gateway], shot: { url: `${url}/api/v1/ml/decision/spot-optimize`, headers: { 'x-api-key': KEY }, body } };
};

const answers = async (url: string): Promise<void> => {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
  }
  throw new Error(`${url} does not answer`);
};
