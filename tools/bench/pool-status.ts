import path from 'node:path';
import pg from 'pg';
import { freePort } from '../infra/ports';
import { awaitAnswer } from './await-answer';
import { benchServers, type BenchServers } from './bench-servers';
import { startChild, type Child } from './child';
import type { Figure } from './figure';
import { fire, type Shot } from './load';
import { median } from './statistics';

const ROUNDS = 9;
const REQUESTS = 400;
const TYPES = 100;
const CUSTOMERS = 5;
const KEY = 'bench-platform-key-0000000000000000000000000000';
const LOCAL = '127.0.0.1';

/** How risky a pool is, asked at the gateway, beside a decision that is echoed: the same way without any look at a table. */
export const poolStatus = async (): Promise<readonly Figure[]> => {
  const servers = await benchServers();
  const started: Child[] = [];
  try {
    await storeReports(servers);
    const url = await startRig(servers, started);
    const shots = [statusShot(url), echoShot(url)] as const;
    const medians: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const side of [0, 1] as const) {
        const { latencies } = await fire(shots[side], { requests: REQUESTS, callers: 1 });
        // The first round warms up.
        if (round > 0) medians[side].push(median(latencies));
      }
    }
    return figures(...medians);
  } finally {
    await Promise.all(started.map((child) => child.stop()));
    await servers.stop();
  }
};

const figures = (status: readonly number[], echo: readonly number[]): readonly Figure[] => [
  {
    name: 'the status of a pool, p50 above that of an echo',
    value: median(status.map((took, round) => took - (echo[round] ?? Number.NaN))),
    unit: 'ms',
    bar: { at: 'most', value: 2 },
    note: `the same gateway, bus and way of asking; one caller, median of ${ROUNDS} rounds A/B, ${REQUESTS} requests each; ${TYPES} pools with reports of ${CUSTOMERS} customers in the window`,
  },
  { name: 'the status of a pool, p50', value: median(status), unit: 'ms' },
  { name: 'an echo, p50', value: median(echo), unit: 'ms' },
];

/** As they are after an hour in which every pool lost nodes. */
const storeReports = async ({ database }: BenchServers): Promise<void> => {
  const client = new pg.Client({ connectionString: database.urlOf('feedback') });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day, interruption_timestamp, dedupe_key, body_hash, received_at)
       SELECT gen_random_uuid(), 'cu-' || customer, 'c-' || customer, 'm' || type || '.large', 'us-east-1a', 'us-east-1', 0, 0, now() - customer * interval '10 minutes', customer || '/' || type, '', now()
       FROM generate_series(1, $1) AS customer, generate_series(1, $2) AS type`,
      [CUSTOMERS, TYPES],
    );
    await client.query('ANALYZE interruption_feedback');
  } finally {
    await client.end();
  }
};

const startRig = async (servers: BenchServers, started: Child[]): Promise<string> => {
  const start = async (file: string, env: Readonly<Record<string, string>>): Promise<void> => {
    const opsPort = await freePort();
    const ready = (): Promise<void> => awaitAnswer(`http://${LOCAL}:${opsPort}/readyz`);
    started.push(await startChild({ file: path.join(process.cwd(), 'dist', file), env: { ...env, OPS_PORT: String(opsPort) }, ready }));
  };
  const port = await freePort();
  await start('tools/bench-echo-service.js', servers.envOf('decisions'));
  await start('feedback.js', servers.envOf('feedback'));
  await start('gateway.js', { ...servers.envOf('gateway'), ML_SERVER_HOST: LOCAL, ML_SERVER_PORT: String(port), ML_BOOTSTRAP_PLATFORM_KEY: KEY, RATE_LIMIT_PER_MINUTE: '10000000' });
  return `http://${LOCAL}:${port}/api/v1/ml`;
};

const headers = { 'x-api-key': KEY };

const statusShot = (url: string): Shot => ({ url: `${url}/feedback/pool-status`, headers, method: 'GET', body: (index) => `?instance_type=m${(index % TYPES) + 1}.large&az=us-east-1a&region=us-east-1` });

const echoShot = (url: string): Shot => ({
  url: `${url}/decision/spot-optimize`,
  headers,
  body: (index) => JSON.stringify({ request_id: `bench-${process.pid}-${index}`, cluster_id: 'c-1', current_state: {}, requirements: { region: 'us-east-1', vcpu: 4, memory_gib: 16, count: 20 } }),
});
