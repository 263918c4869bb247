import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { SnapshotTaken } from '@ml/contracts/cluster-snapshots';
import { snapshotTaken } from '@ml/contracts/decisions';
import { instanceHoursReported, type InstanceHoursReport } from '@ml/contracts/exposure';
import { Database } from '@ml/persistence/database';
import { builtServices } from '@ml/testing/built-services';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { startBundle } from '@ml/testing/start-bundle';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { serveFeedback } from '../intake/test/served-intake';

const servers = await realServers();
const { bus: decisions } = await onTheBus(servers, 'decisions');
const { bus: gateway } = await onTheBus(servers, 'gateway');
const database = new Database({ owner: 'feedback', url: servers.database.urlOf('feedback'), poolSize: 3, entities: [], statementTimeoutMs: 10_000 });
afterAll(() => database.close());

const PATIENT = { timeout: 40_000, interval: 20 };
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

const snapshot = (over: Partial<SnapshotTaken> & { readonly count?: number }): SnapshotTaken => {
  const { count = 2, ...rest } = over;
  const observed_at = rest.observed_at ?? new Date(NOW).toISOString();
  return {
    tenant: 'cu-1',
    cluster_id: 'c-1',
    region: 'us-east-1',
    received_at: observed_at,
    state_hash: uuid(),
    blob_id: 'none',
    nodes: [
      { instance_type: 'm5.large', availability_zone: 'us-east-1a', capacity_type: 'spot', count },
      { instance_type: 'm5.large', availability_zone: 'us-east-1a', capacity_type: 'on-demand', count: 7 },
      { instance_type: null, availability_zone: 'us-east-1a', capacity_type: 'spot', count: 1 },
    ],
    ...rest,
    observed_at,
  };
};
const report = (over: Partial<InstanceHoursReport> = {}): InstanceHoursReport => ({
  report_id: uuid(),
  customer_id: 'cu-1',
  cluster_id: 'c-1',
  hour: new Date(NOW - HOUR_MS).toISOString(),
  pools: [{ instance_type: 'm5.large', availability_zone: 'us-east-1a', region: 'us-east-1', instance_hours: 1.5, interrupted: 0 }],
  received_at: new Date().toISOString(),
  ...over,
});

interface Figures {
  readonly hours: number;
  readonly observed: number;
  readonly nodes: number;
}

/** As often as it is sent, the stream takes it: ids are new. */
const take = (one: SnapshotTaken): Promise<void> => decisions.publish(snapshotTaken, one, { id: uuid() });
const tell = (one: InstanceHoursReport): Promise<void> => gateway.publish(instanceHoursReported, one, { id: one.report_id });
const figures = async (customers: string): Promise<Figures> => {
  const [row] = await database.query<Figures>(
    `SELECT coalesce(sum(instance_hours), 0)::float8 AS hours, coalesce(sum(observed_hours), 0)::integer AS observed, (SELECT coalesce(sum(nodes), 0)::integer FROM pool_inventory WHERE customer_id LIKE $1) AS nodes
     FROM pool_exposure WHERE customer_id LIKE $1`,
    [customers],
  );
  return row as Figures;
};

/** Twenty clusters of five customers, seen twice in each of three hours: two nodes, then three. */
const crowd = (prefix: string): readonly SnapshotTaken[] =>
  Array.from({ length: 120 }, (_, index) => {
    const [place, cluster] = [Math.floor(index / 20), index % 20];
    const minutes = (place % 2) * 30 - Math.floor(place / 2) * 60;
    return snapshot({ tenant: `${prefix}-${cluster % 5}`, cluster_id: `c-${cluster}`, observed_at: new Date(NOW + minutes * 60_000 - HOUR_MS).toISOString(), count: 2 + (place % 2) });
  });
const CROWD = { hours: 20 * 3 * 3, observed: 5 * 3, nodes: 20 * 3 };
const shuffled = <Item>(items: readonly Item[]): readonly Item[] => items.map((item, index) => ({ item, place: (index * 7_919) % 257 })).sort((one, other) => one.place - other.place).map(({ item }) => item);

describe('what is told of clusters', () => {
  it('is counted once through two replicas, out of order and twice', async () => {
    const replicas = await Promise.all([serveFeedback(servers), serveFeedback(servers)]);
    const all = crowd('many');
    await Promise.all(shuffled([...all, ...all]).map(take));
    await vi.waitFor(async () => expect(await figures('many-%')).toEqual(CROWD), PATIENT);
    await Promise.all(replicas.map(({ close }) => close()));
    expect(await figures('many-%')).toEqual(CROWD);
  });

  it('is the newest snapshot, unless the platform has counted the hour itself; what comes too late is not counted', async () => {
    const { booted, close } = await serveFeedback(servers);
    await take(snapshot({ tenant: '', cluster_id: 'c-9', count: 4 }));
    await vi.waitFor(async () => expect(await figures('cluster:c-9')).toEqual({ hours: 4, observed: 1, nodes: 4 }), PATIENT);
    await tell(report());
    await take(snapshot({ observed_at: new Date(NOW - HOUR_MS + 60_000).toISOString(), count: 9 }));
    await take(snapshot({ tenant: 'late', observed_at: new Date(NOW - 7 * DAY_MS - HOUR_MS).toISOString() }));
    await tell(report({ customer_id: 'late', hour: new Date(NOW - 8 * DAY_MS).toISOString() }));
    await vi.waitFor(async () => expect(await figures('cu-1')).toEqual({ hours: 1.5, observed: 1, nodes: 9 }), PATIENT);
    await vi.waitFor(async () => expect((await booted.metrics.registry.metrics()).match(/ml_feedback_observations_total{source="\w+",outcome="late",service="feedback"} 1\n/g)).toHaveLength(2), PATIENT);
    expect(await figures('late')).toEqual({ hours: 0, observed: 0, nodes: 0 });
    expect(await booted.metrics.registry.metrics()).toMatch(/ml_feedback_nodes_left_out_total{unknown="instance_type",service="feedback"} [23]\n/);
    await close();
  });

  it('comes too late under the id that was answered: of whom is not in the log', async () => {
    const log = path.join(tmpdir(), `late-hours-${uuid()}.log`);
    const { close } = await serveFeedback(servers, { LOG_LEVEL: 'warn', LOG_FILE: log });
    const told = report({ customer_id: 'secret-customer', cluster_id: 'secret-cluster', hour: new Date(NOW - 8 * DAY_MS).toISOString() });
    const seen = snapshot({ tenant: 'secret-customer', cluster_id: 'secret-cluster', observed_at: new Date(NOW - 8 * DAY_MS).toISOString() });
    await Promise.all([tell(told), take(seen)]);
    const lines = await vi.waitFor(async () => {
      const text = await readFile(log, 'utf8');
      expect(text).toContain(`"report_id":"${told.report_id}"`);
      expect(text).toContain(`"state_hash":"${seen.state_hash}"`);
      return text;
    }, PATIENT);
    await close();
    await rm(log);
    expect(lines).not.toContain('secret');
  });

  it('is neither lost nor counted twice when whoever counts is killed in the middle', async () => {
    builtServices();
    const first = await startBundle('feedback', servers.envOf('feedback'));
    const all = shuffled(crowd('killed'));
    await Promise.all(all.slice(0, 60).map(take));
    await vi.waitFor(async () => expect((await figures('killed-%')).observed).toBeGreaterThan(0), PATIENT);
    // Whoever writes now waits for this transaction, and is killed meanwhile.
    await database.transaction(async (tx) => {
      await tx.query('LOCK TABLE pool_exposure IN EXCLUSIVE MODE');
      await Promise.all(all.slice(60).map(take));
      await vi.waitFor(async () => {
        const [row] = await database.query<{ waiting: number }>("SELECT count(*) AS waiting FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted AND relation = 'pool_exposure'::regclass");
        expect(row?.waiting).toBeGreaterThan(0);
      }, PATIENT);
      await first.end('SIGKILL');
    });
    const second = await startBundle('feedback', servers.envOf('feedback'));
    await vi.waitFor(async () => expect(await figures('killed-%')).toEqual(CROWD), { timeout: 60_000, interval: 50 });
    await second.end();
  });
});
