import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { interruptionReported } from '@ml/contracts/interruptions';
import { freePort } from '../infra/ports';
import { awaitAnswer } from './await-answer';
import { benchServers, type BenchServers } from './bench-servers';
import { startChild, type Child } from './child';
import type { Figure } from './figure';
import { fire, type Shot } from './load';
import { median } from './statistics';

const ROUNDS = 5;
const REQUESTS = 2_000;
/** After it every pool is CONFIRMED_RISKY: what is measured is counting, not telling engines of six hundred pools that turn risky within seconds. */
const WARM_UP = 4_000;
const CALLERS = 256;
const CUSTOMERS = 500;
const TYPES = 100;
const ZONES = 'abcdef';
/** Wanted: two fifths of what gateway, bus and service carry when nothing is kept, and nothing left over ten seconds later. */
const BARS = { ratio: 0.4, lagSeconds: 10 };
const POLL_MS = 50;
const LIMIT_MS = 60_000;
const KEY = 'bench-platform-key-0000000000000000000000000000';
const LOCAL = '127.0.0.1';

interface Rig {
  readonly servers: BenchServers;
  readonly gatewayUrl: string;
  readonly parts: Readonly<Record<'gateway' | 'feedback' | 'echo', Child>>;
}

/** Reports of interruptions at the gateway until each is counted and answered, beside decisions that are echoed by a service that keeps nothing. */
export const reports = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  const started: Child[] = [];
  try {
    const rig = await startRig(servers, started);
    const [echo, own]: [Shot, Shot] = [shotOf(rig, 'decision/spot-optimize', decision), shotOf(rig, 'feedback/interruption', report)];
    const salvo = { requests: REQUESTS, callers: CALLERS };
    await fire(echo, salvo);
    await fire(own, { requests: WARM_UP, callers: CALLERS });
    const [echoed, counted]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      echoed.push(REQUESTS / (await fire(echo, salvo)).seconds);
      counted.push(REQUESTS / (await fire(own, salvo)).seconds);
    }
    const lag = await secondsUntilDone(servers);
    await refuseLosses(servers);
    return figures(echoed, counted, lag);
  } finally {
    await Promise.all(started.map((child) => child.stop()));
    await servers.stop();
  }
};

const figures = (echoed: readonly number[], counted: readonly number[], lag: number): readonly Figure[] => [
  {
    name: 'reports of interruptions accepted, counted and answered, against the echo',
    value: median(counted.map((rate, round) => rate / (echoed[round] ?? Number.NaN))),
    unit: 'x',
    bar: { at: 'least', value: BARS.ratio },
    note: `per second, ${CALLERS} callers, one replica of each; median of ${ROUNDS} rounds A/B, ${REQUESTS} each; ${CUSTOMERS} customers, ${TYPES * ZONES.length} pools`,
  },
  { name: 'the same in reports a second', value: median(counted), unit: '1/s', note: `echo: ${median(echoed).toFixed(0)}/s; every report is in the table once` },
  { name: 'reports waiting in the stream gone after the last answer', value: lag, unit: 's', bar: { at: 'most', value: BARS.lagSeconds } },
];

const startRig = async (servers: BenchServers, started: Child[]): Promise<Rig> => {
  const start = async (file: string, env: Readonly<Record<string, string>>): Promise<Child> => {
    const opsPort = await freePort();
    const ready = (): Promise<void> => awaitAnswer(`http://${LOCAL}:${opsPort}/readyz`);
    const child = await startChild({ file: path.join(process.cwd(), 'dist', file), env: { ...env, OPS_PORT: String(opsPort) }, ready });
    started.push(child);
    return child;
  };
  const port = await freePort();
  const echo = await start('tools/bench-echo-service.js', servers.envOf('decisions'));
  const feedback = await start('feedback.js', servers.envOf('feedback'));
  const gateway = await start('gateway.js', { ...servers.envOf('gateway'), ML_SERVER_HOST: LOCAL, ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000' });
  return { servers, gatewayUrl: `http://${LOCAL}:${port}`, parts: { gateway, feedback, echo } };
};

const shotOf = ({ gatewayUrl }: Rig, route: string, body: () => string): Shot => ({ url: `${gatewayUrl}/api/v1/ml/${route}`, headers: { 'x-api-key': KEY }, body });

let decided = 0;
const decision = (): string =>
  JSON.stringify({
    request_id: `bench-${process.pid}-${(decided += 1)}`,
    cluster_id: 'c-1',
    customer_id: 'cu-1',
    decision_type: 'spot_optimize',
    current_state: { observed_at: '2026-11-20T10:00:00Z', nodes: [] },
    requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20, instance_families: ['m5', 'm6i'] },
    constraints: { min_risk_score: 0.8 },
  });

const eventOf = (number: number): string => `bench-${process.pid}-${number}`;

let reported = 0;
const report = (): string => {
  const number = (reported += 1);
  const customer = number % CUSTOMERS;
  return JSON.stringify({
    customer_id: `cu-${customer}`,
    cluster_id: `c-${customer}`,
    instance_type: `m${number % TYPES}.large`,
    availability_zone: `us-east-1${ZONES[Math.floor(number / TYPES) % ZONES.length] ?? 'a'}`,
    region: 'us-east-1',
    workload_type: 'web',
    was_predicted: false,
    risk_score_at_deployment: 0.75,
    total_recovery_seconds: 180,
    interruption_timestamp: new Date().toISOString(),
    event_id: eventOf(number),
  });
};

const secondsUntilDone = async ({ nats }: BenchServers): Promise<number> => {
  const connection = await nats.connectAs('feedback');
  try {
    const { consumers } = await jetstreamManager(connection);
    const startedAt = performance.now();
    for (const giveUpAt = startedAt + LIMIT_MS; performance.now() < giveUpAt; ) {
      const { num_pending, num_ack_pending } = await consumers.info(interruptionReported.stream, 'feedback-interruptions');
      if (num_pending + num_ack_pending === 0) return (performance.now() - startedAt) / 1_000;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return Number.POSITIVE_INFINITY;
  } finally {
    await connection.close();
  }
};

/** @throws Error unless every report that was accepted is in the table once */
const refuseLosses = async ({ database }: BenchServers): Promise<void> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ event_id: string }>('select event_id from feedback.interruption_feedback');
    const kept = new Set(rows.map(({ event_id }) => event_id));
    const lost = Array.from({ length: reported }, (_, index) => eventOf(index + 1)).filter((id) => !kept.has(id));
    if (lost.length > 0 || rows.length !== reported) throw new Error(`${reported} reports were accepted, ${rows.length} are in the table, ${lost.length} are lost`);
  } finally {
    await client.end();
  }
};
