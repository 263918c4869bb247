import { afterAll, expect, it } from 'vitest';
import { askFetch, askFetchTask, type FetchTask } from '@ml/contracts/pricing';
import { bootService } from '@ml/platform/boot-service';
import { ownedConnection } from '../test/owned-connection';
import { realServers } from '@ml/testing/real';
import { buildBundles, startBundle } from '../test/child-service';
import { emulatedAws } from '../test/pricing-fixture';

const servers = await realServers();
await buildBundles();
const emulator = await startBundle('aws-emulator', 'listening', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: 'us-east-1' });
const url = String(emulator.ready['url']);
const gateway = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
const database = ownedConnection(servers.envOf('pricing')['DATABASE_URL'] ?? '');
const env = { ...servers.envOf('pricing'), ...emulatedAws(url), PRICING_REGIONS: '', PRICING_FETCH_ENABLED: 'false' };

afterAll(async () => {
  await Promise.all([gateway.close(), emulator.end(), database.close()]);
});

const until = async <T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> => {
  const giveUpAt = Date.now() + 50_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const task = (task_id: string): Promise<FetchTask> => gateway.bus.ask(askFetchTask, { task_id });
const calls = async (): Promise<number> => {
  const counts = (await (await fetch(`${url}/_emulator/requests`)).json()) as { requests: Record<string, number> };
  return counts.requests['DescribeSpotPriceHistory'] ?? 0;
};

const slowly = (delay_ms: number): Promise<Response> =>
  fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify({ kind: 'delay', delay_ms, operation: 'DescribeSpotPriceHistory' }), headers: { 'content-type': 'application/json' } });
const begin = async (): Promise<string> => {
  const start_date = new Date(Date.now() - 86_400_000).toISOString();
  const { task_id } = await gateway.bus.ask(askFetch, { data_type: 'spot_prices', instance_types: [], regions: ['us-east-1'], start_date });
  await until(
    () => task(task_id),
    ({ records_fetched }) => records_fetched >= 2_000,
  );
  return task_id;
};
const ended = (task_id: string): Promise<FetchTask> =>
  until(
    () => task(task_id),
    ({ status }) => status === 'completed' || status === 'failed',
  );
const stored = async (): Promise<number> => (await database.query<{ count: number }>('select count(*) as count from spot_prices'))[0]?.count ?? 0;

it('goes on at the page that a killed worker had reached', async () => {
  await slowly(400);
  const killed = await startBundle('pricing', 'ready', env);
  const task_id = await begin();
  await killed.end('SIGKILL');
  const [reached] = await database.query<{ pages: number; records_inserted: number }>('select pages, records_inserted from fetch_chunks where task_id = $1', [task_id]);
  await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
  await fetch(`${url}/_emulator/requests`, { method: 'DELETE' });

  const next = await startBundle('pricing', 'ready', env);
  const done = await ended(task_id);
  const [chunk] = await database.query<{ pages: number }>('select pages from fetch_chunks where task_id = $1', [task_id]);
  await next.end();
  expect(done.status).toBe('completed');
  expect(reached?.pages).toBeGreaterThanOrEqual(2);
  // Only the pages that were missing were asked for.
  expect(await calls()).toBe((chunk?.pages ?? 0) - (reached?.pages ?? 0));
  expect(await stored()).toBe(done.records_inserted);
});

it('goes on at once where a worker stopped that was asked to', async () => {
  const before = await stored();
  const stopped = await startBundle('pricing', 'ready', env);
  await slowly(600);
  const task_id = await begin();
  const asked = Date.now();
  await stopped.end();
  // No longer than the page that it was at: long before a service that drains is given up.
  expect(Date.now() - asked).toBeLessThan(8_000);
  expect(await database.query(`select status from fetch_chunks where task_id = $1`, [task_id])).toEqual([{ status: 'running' }]);
  await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
  const next = await startBundle('pricing', 'ready', env);
  const done = await ended(task_id);
  await next.end();
  expect(done.status).toBe('completed');
  expect(done.records_inserted).toBe((await stored()) - before);
});
