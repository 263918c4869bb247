import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { askFetch, askFetchTask, askOnDemandPrices, askSpotPrices, priceSnapshotPublished, type FetchTask } from '@ml/contracts/pricing';
import { Database } from '@ml/persistence/database';
import { bootService } from '@ml/platform/boot-service';
import { ownServers } from '@ml/testing/own-servers';
import { buildBundles, startBundle } from './test/child-service';
import { ANY_CREDENTIALS, emulatedAws, runPricing } from './test/pricing-fixture';

/** Longer than any pause between two attempts to connect. */
const AWAY_MS = 6_000;
const SPEC_MS = 90_000;
const REGION = 'us-east-1';

const servers = await ownServers();
await buildBundles();
const emulator = await startBundle('aws-emulator', 'listening', { AWS_EMULATOR_PORT: '0', EMULATOR_REGIONS: REGION });
const url = String(emulator.ready['url']);
const { bus, close } = await bootService('gateway', {}, { ...servers.envOf('gateway'), LOG_FILE: '/dev/null' });
for (const [name, value] of Object.entries(ANY_CREDENTIALS)) vi.stubEnv(name, value);
const pricing = await runPricing({ ...servers.envOf('pricing'), ...emulatedAws(url), PRICING_REGIONS: REGION, PRICING_FETCH_ENABLED: 'false' });
const database = pricing.get(Database);

afterEach(async () => {
  await fetch(`${url}/_emulator/faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await pricing.close();
  await Promise.all([close(), emulator.end()]);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const slowly = (): Promise<Response> =>
  fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify({ kind: 'delay', delay_ms: 150 }), headers: { 'content-type': 'application/json' } });
const task = (task_id: string): Promise<FetchTask> => bus.ask(askFetchTask, { task_id });
const begin = async (): Promise<string> => {
  await slowly();
  const { task_id } = await bus.ask(askFetch, { data_type: 'spot_prices', instance_types: [], regions: [REGION], start_date: new Date(Date.now() - 86_400_000).toISOString() });
  await vi.waitFor(async () => expect((await task(task_id)).records_fetched).toBeGreaterThan(1_000), { timeout: 20_000, interval: 50 });
  return task_id;
};
const completed = (task_id: string): Promise<FetchTask> =>
  vi.waitFor(
    async () => {
      const seen = await task(task_id);
      expect(seen.status).toBe('completed');
      return seen;
    },
    { timeout: 60_000, interval: 200 },
  );
const count = async (): Promise<number> => (await database.query<{ count: number }>('select count(*) as count from spot_prices'))[0]?.count ?? 0;
const listed = (): Promise<unknown> => bus.ask(askOnDemandPrices, { limit: 5, offset: 0, region: REGION, instance_type: 'm5.large' });

/** Takes a server away, looks on, and brings it back. */
const without = async (server: { kill(): Promise<void>; restart(): Promise<void> }, meanwhile: () => Promise<void>): Promise<void> => {
  await server.kill();
  try {
    await meanwhile();
  } finally {
    await server.restart();
  }
};

describe('pricing without one of its servers', () => {
  it('answers without Redis what it answers with it', { timeout: SPEC_MS }, async () => {
    const before = await listed();
    await without(servers.redis, async () => {
      const asked = performance.now();
      for (let time = 0; time < 5; time += 1) expect(await listed()).toEqual(before);
      expect(performance.now() - asked).toBeLessThan(5_000);
    });
    expect(await listed()).toEqual(before);
  });

  it('goes on with a fetch when PostgreSQL comes back, refuses questions until then, and stores nothing twice', { timeout: SPEC_MS }, async () => {
    const held = await count();
    const task_id = await begin();
    await without(servers.postgres, async () => {
      const until = Date.now() + AWAY_MS;
      while (Date.now() < until) {
        const refusal = await bus.ask(askSpotPrices, { limit: 1, offset: 0, region: REGION }).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(AppError);
        expect(refusal).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        await pause(500);
      }
    });
    const done = await completed(task_id);
    expect(done.records_inserted).toBe((await count()) - held);
    expect(done.records_refused).toBe(0);
  });

  it('finishes a fetch while NATS is away and publishes its snapshot once it is back', { timeout: SPEC_MS }, async () => {
    const before = await database.query<{ revision: number }>('select coalesce(max(revision), 0) as revision from price_snapshots');
    const task_id = await begin();
    await without(servers.nats.server, () =>
      vi.waitFor(async () => expect(await database.query(`select status from fetch_chunks where task_id = $1`, [task_id])).toEqual([{ status: 'completed' }]), {
        timeout: 60_000,
        interval: 200,
      }),
    );
    expect((await completed(task_id)).records_inserted).toBeGreaterThanOrEqual(0);
    const optimizer = await bootService('spot-optimizer', {}, { ...servers.envOf('spot-optimizer'), LOG_FILE: '/dev/null' });
    const told = new Set<string>();
    const watch = await optimizer.bus.watch(priceSnapshotPublished, { from: 'latest-per-key' }, ({ snapshot_id }) => void told.add(snapshot_id));
    await vi.waitFor(
      async () => {
        const [newest] = await database.query<{ snapshot_id: string; revision: number }>(`select snapshot_id, revision from price_snapshots where region = $1 order by revision desc limit 1`, [REGION]);
        expect(newest?.revision).toBeGreaterThan(before[0]?.revision ?? 0);
        expect(told).toContain(newest?.snapshot_id);
      },
      { timeout: 60_000, interval: 500 },
    );
    await watch.stop();
    await optimizer.close();
  });
});
