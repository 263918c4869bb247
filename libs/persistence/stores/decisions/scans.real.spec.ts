import { ownedDatabase } from '@ml/testing/owned-database';
import { describe, expect, it } from 'vitest';
import { ScanStore } from './scan-store';
import { SnapshotStore, type NewSnapshot } from './snapshot-store';

const database = await ownedDatabase('decisions');
const pool = database.connect();
const [one, other] = [new ScanStore(pool), new ScanStore(database.connect())];
const snapshots = new SnapshotStore(pool);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAILY = [{ engine: 'bin_packing', seconds: 86_400 }] as const;

const snapshot = (cluster_id: string, changes: Partial<NewSnapshot> = {}): NewSnapshot => ({
  tenant: 'acme',
  cluster_id,
  region: 'us-east-1',
  observed_at: new Date(),
  received_at: new Date(),
  state_hash: 'h',
  counts: { nodes: 1 },
  bytes: 10,
  blob_id: 'sha256:a',
  kept_bytes: 5,
  nodes: [],
  ...changes,
});
const query = (offsetMs: number, limit = 10_000) => ({ intervals: DAILY, maxAgeSeconds: 30 * 86_400, offsetMs, limit });
const only = async (cluster: string, offsetMs: number) => (await one.due(query(offsetMs))).filter(({ cluster_id }) => cluster_id === cluster);

describe('scans of a thousand clusters that are new at once', () => {
  it('are spread over a quarter of an hour, and then over the whole interval', async () => {
    await pool.query(
      `INSERT INTO cluster_snapshots (tenant, cluster_id, region, observed_at, received_at, first_received_at, state_hash, blob_id, counts, bytes, kept_bytes)
       SELECT 'many', 'm-' || n, 'us-east-1', now(), now(), now(), 'h', 'b', '{}', 1, 1 FROM generate_series(1, 1000) n`,
    );
    const dueAfter = async (minutes: number): Promise<number> => (await one.due(query(minutes * MINUTE_MS))).length;
    expect(await dueAfter(0)).toBeLessThan(20);
    expect(await dueAfter(5)).toBeGreaterThan(200);
    expect(await dueAfter(5)).toBeLessThan(500);
    expect(await dueAfter(16)).toBe(1_000);
    const slots = (await one.due(query(16 * MINUTE_MS))).map(({ slot }) => Math.floor(slot.getTime() / HOUR_MS));
    const perHour = [...Map.groupBy(slots, (hour) => hour).values()].map(({ length }) => length);
    expect(perHour.length).toBeGreaterThanOrEqual(24);
    expect(Math.max(...perHour)).toBeLessThan(90);
    await pool.query("DELETE FROM cluster_snapshots WHERE tenant = 'many'");
  });
});

describe('a slot', () => {
  it('is taken once by many, and not again before the next', async () => {
    await snapshots.keep(snapshot('c-1'));
    const [scan] = await only('c-1', HOUR_MS);
    if (scan === undefined) throw new Error('nothing is due');
    let works = 0;
    const work = async () => {
      works += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { outcome: 'act', decisionId: null };
    };
    const taken = await Promise.all(Array.from({ length: 6 }, (_, index) => (index % 2 ? one : other).once(scan, work)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(works).toBe(1);
    expect(await only('c-1', HOUR_MS)).toEqual([]);
    expect(await other.once(scan, work)).toBe(false);
    // Three days were missed: the latest slot counts, once.
    expect(await only('c-1', 73 * HOUR_MS)).toHaveLength(1);
  });

  it('is worked on with the newest snapshot, however long it waited for its turn, and not at all when that is too old by then', async () => {
    await snapshots.keep(snapshot('c-3', { observed_at: new Date(Date.now() - HOUR_MS) }));
    const [scan] = await only('c-3', HOUR_MS);
    if (scan === undefined) throw new Error('nothing is due');
    expect(await one.once({ ...scan, max_age_seconds: 600 }, () => Promise.reject(new Error('worked on a state that is too old')))).toBe(false);
    await snapshots.keep(snapshot('c-3', { state_hash: 'newer', blob_id: 'sha256:newer', kept_bytes: 6, region: 'eu-west-1' }));
    let seen: unknown;
    const work = (current: unknown) => {
      seen = current;
      return Promise.resolve({ outcome: 'act', decisionId: null });
    };
    expect(await one.once(scan, work)).toBe(true);
    expect(seen).toMatchObject({ state_hash: 'newer', blob_id: 'sha256:newer', kept_bytes: 6, region: 'eu-west-1', slot: scan.slot });
    expect((seen as typeof scan).now.getTime()).toBeGreaterThan(scan.now.getTime());
  });

  it('is not tried again at once by a replica that had it in hand when another one failed', async () => {
    await snapshots.keep(snapshot('c-4'));
    const [scan] = await only('c-4', HOUR_MS);
    if (scan === undefined) throw new Error('nothing is due');
    await one.failed(scan, 'UNAVAILABLE');
    expect(await other.once(scan, () => Promise.reject(new Error('tried again')))).toBe(false);
  });

  it('is free again when the work fails, after a while that grows', async () => {
    await snapshots.keep(snapshot('c-2'));
    const [scan] = await only('c-2', HOUR_MS);
    if (scan === undefined) throw new Error('nothing is due');
    await expect(one.once(scan, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await one.failed(scan, 'UNAVAILABLE');
    expect(await only('c-2', HOUR_MS)).toEqual([]);
    expect(await only('c-2', HOUR_MS + 1.5 * MINUTE_MS)).toHaveLength(1);
    await one.failed(scan, 'UNAVAILABLE');
    expect(await only('c-2', HOUR_MS + 1.5 * MINUTE_MS)).toEqual([]);
    expect(await only('c-2', HOUR_MS + 2.5 * MINUTE_MS)).toHaveLength(1);
  });
});

describe('a snapshot that is too old', () => {
  const stale = async (offsetMs: number) => (await one.stale({ ...query(offsetMs), maxAgeSeconds: 3_600 })).filter(({ cluster_id }) => cluster_id === 'c-old');

  it('is asked for once by many, again after a while, and no longer once it has come', async () => {
    const observed_at = new Date(Date.now() - 2 * HOUR_MS);
    await snapshots.keep(snapshot('c-old', { observed_at }));
    const [cluster] = await stale(HOUR_MS);
    if (cluster === undefined) throw new Error('nothing is stale');
    const asked = await Promise.all([one.ask(cluster), other.ask(cluster), one.ask(cluster)]);
    expect(asked.filter((body) => body !== null)).toMatchObject([{ attempt: 1, engines: ['bin_packing'], observed_at: observed_at.toISOString() }]);
    expect(await stale(HOUR_MS)).toEqual([]);
    expect(await stale(HOUR_MS + 1.5 * MINUTE_MS)).toHaveLength(1);
    await snapshots.keep(snapshot('c-old', { observed_at: new Date(Date.now() + HOUR_MS), state_hash: 'newer' }));
    expect(await stale(HOUR_MS + 1.5 * MINUTE_MS)).toEqual([]);
  });

  it('is one whose blob has expired', async () => {
    await snapshots.keep(snapshot('c-gone', { blob_id: 'sha256:gone' }));
    await snapshots.forgetBlob('sha256:gone');
    expect((await one.stale(query(HOUR_MS))).map(({ cluster_id }) => cluster_id)).toContain('c-gone');
    expect(await only('c-gone', HOUR_MS)).toEqual([]);
  });
});

describe('the backlog', () => {
  it('counts what failed and waits to be tried again: its decision is as late as any', async () => {
    await snapshots.keep(snapshot('c-5'));
    const [scan] = await only('c-5', HOUR_MS);
    if (scan === undefined) throw new Error('nothing is due');
    const before = await one.backlog(query(HOUR_MS));
    await one.failed(scan, 'INTERNAL');
    expect((await one.backlog(query(HOUR_MS))).due).toBe(before.due);
  });

  it('says how many wait and for how long', async () => {
    const { due, latest_seconds, stale } = await one.backlog(query(HOUR_MS));
    expect(due).toBeGreaterThan(0);
    expect(latest_seconds).toBeGreaterThan(0);
    expect(stale).toBe(1);
  });
});
