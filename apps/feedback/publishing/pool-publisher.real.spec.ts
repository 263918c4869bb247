import { zstdDecompressSync } from 'node:zlib';
import { NestFactory } from '@nestjs/core';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '@ml/contracts/app-error';
import { poolsPublished, type PoolLesson, type PoolSnapshot, type PoolsPublished } from '@ml/contracts/pools';
import { Database } from '@ml/persistence/database';
import { databaseModule } from '@ml/persistence/database-module';
import { outboxModule } from '@ml/persistence/outbox-module';
import { bootService } from '@ml/platform/boot-service';
import { PlatformModule } from '@ml/platform/platform-module';
import { realServers } from '@ml/testing/real';
import { feedbackSettings } from '../settings';
import { PoolPublisher } from './pool-publisher';
import { PoolSnapshots } from './pool-snapshots';
import { PUBLISHING_PROVIDERS } from './publishing-parts';

const servers = await realServers();
const engine = await bootService('spot-optimizer', {}, { ...servers.envOf('spot-optimizer'), LOG_FILE: '/dev/null' });
const told: PoolsPublished[] = [];
const watch = await engine.bus.watch(poolsPublished, { from: 'latest-per-key' }, (published) => void told.push(published));
const open: (() => Promise<void>)[] = [() => watch.stop(), () => engine.close()];

const replica = async () => {
  const booted = await bootService('feedback', feedbackSettings, { ...servers.envOf('feedback'), LOG_FILE: '/dev/null' });
  const root = { module: class Root {}, imports: [PlatformModule.with(booted), databaseModule('feedback'), outboxModule('feedback')], providers: [...PUBLISHING_PROVIDERS] };
  const app = await NestFactory.createApplicationContext(root, { logger: false });
  open.unshift(async () => {
    await app.close();
    await booted.close();
  });
  return { publisher: app.get(PoolPublisher), snapshots: app.get(PoolSnapshots), database: app.get(Database, { strict: false }), blobs: booted.blobs };
};

const { publisher, snapshots, database, blobs } = await replica();
afterAll(async () => {
  for (const close of open) await close();
});

const score = (type: string, final: number, more: { readonly confidence?: number; readonly observations?: number } = {}): Promise<number> =>
  database.execute(
    `INSERT INTO risk_score_adjustments (instance_type, availability_zone, region, base_score, final_score, confidence, total_observations)
     VALUES ($1, 'us-east-1a', 'us-east-1', 1, $2, $3, $4)
     ON CONFLICT (instance_type, availability_zone) DO UPDATE SET final_score = excluded.final_score, confidence = excluded.confidence`,
    [type, final, more.confidence ?? 0.65, more.observations ?? 1],
  );
const risky = (type: string, level: string): Promise<number> =>
  database.execute(
    `INSERT INTO pool_episodes (episode_id, instance_type, availability_zone, region, level, peak_level, customers, interruptions, customer_ids, first_interruption_at, last_interruption_at, started_at, ends_at)
     VALUES (gen_random_uuid(), $1, 'us-east-1a', 'us-east-1', $2, $2, 3, 3, '{}', now(), now(), now(), now() + interval '2 hours')`,
    [type, level],
  );
const block = (type: string, seconds: number): Promise<number> =>
  database.execute(
    `INSERT INTO pool_blocks (instance_type, availability_zone, region, blocked_until, observed_at) VALUES ($1, 'us-east-1a', 'us-east-1', now() + make_interval(secs => $2), now())`,
    [type, seconds],
  );
const hours = (total: number): Promise<number> =>
  database.execute('INSERT INTO feedback_learning_stats (stat_day, total_instance_hours) VALUES (current_date, $1) ON CONFLICT (stat_day) DO UPDATE SET total_instance_hours = $1', [total]);

const newest = (): PoolsPublished | undefined => told.at(-1);
const contentOf = async (published: PoolsPublished | undefined): Promise<PoolSnapshot> => JSON.parse(zstdDecompressSync(await engine.blobs.get(published?.snapshot_id ?? '')).toString()) as PoolSnapshot;
/** The newest that engines were told of, once the publisher says that they were. */
const published = async (): Promise<PoolSnapshot> => {
  await publisher.publishNow();
  const [row] = await database.query<{ snapshot_id: string }>('SELECT snapshot_id FROM pool_publications');
  await vi.waitFor(() => expect(newest()?.snapshot_id).toBe(row?.snapshot_id), { timeout: 20_000, interval: 5 });
  return contentOf(newest());
};
const lesson = ({ pools }: PoolSnapshot, type: string): PoolLesson | undefined => pools.find(({ instance_type: name }) => name === type);

describe('lessons of interruptions', () => {
  it('are told from the first start on, also while nobody has reported anything', async () => {
    expect(await published()).toEqual({ weight: 0, as_of: expect.any(String) as string, pools: [] });
  });

  it('are told as soon as a pool becomes risky or has no capacity, in order', async () => {
    await Promise.all([score('m5.large', 0.8), risky('m5.large', 'CONFIRMED_RISKY'), block('c5.large', 180)]);
    const snapshot = await published();
    expect(snapshot.pools).toEqual([
      { instance_type: 'c5.large', availability_zone: 'us-east-1a', level: 'NORMAL', learned_score: 0.5, confidence: 0, blocked_until: expect.any(String) as string },
      { instance_type: 'm5.large', availability_zone: 'us-east-1a', level: 'CONFIRMED_RISKY', learned_score: 0.8, confidence: 0.65, blocked_until: null },
    ]);
    const before = newest();
    await database.execute('UPDATE pool_episodes SET ended_at = now()');
    expect(lesson(await published(), 'm5.large')?.level).toBe('NORMAL');
    expect(newest()?.revision).toBeGreaterThan(before?.revision ?? 0);
  });

  it('are not told again when nothing changed that engines would decide otherwise for', async () => {
    await hours(50_000);
    expect((await published()).weight).toBe(0.1);
    const before = newest();
    await score('m5.large', 0.8049);
    await published();
    expect(newest()).toEqual(before);
    await score('m5.large', 0.805);
    expect(lesson(await published(), 'm5.large')?.learned_score).toBe(0.805);
  });

  it('of scores alone wait five minutes when nobody is in a hurry', async () => {
    const before = newest();
    await score('m5.large', 0.9);
    await snapshots.renew('soon');
    await database.execute("UPDATE pool_publications SET published_at = now() - interval '301 seconds'");
    await snapshots.renew('soon');
    await vi.waitFor(() => expect(newest()?.revision).toBeGreaterThan(before?.revision ?? 0), { timeout: 20_000, interval: 5 });
    expect(lesson(await contentOf(newest()), 'm5.large')?.learned_score).toBe(0.9);
    expect(told.filter(({ revision }) => revision > (before?.revision ?? 0))).toHaveLength(1);
  });

  it('are told soon after a nudge', async () => {
    await risky('r5.large', 'UNCERTAIN');
    const before = told.length;
    for (let index = 0; index < 50; index += 1) publisher.nudge();
    await vi.waitFor(async () => expect(lesson(await contentOf(newest()), 'r5.large')?.level).toBe('UNCERTAIN'), { timeout: 20_000, interval: 20 });
    expect(told.length - before).toBeLessThanOrEqual(1);
  });

  it('are told by whoever starts next when a replica went between its commit and telling', async () => {
    await risky('killed.large', 'CONFIRMED_RISKY');
    await replica();
    await vi.waitFor(async () => expect(lesson(await contentOf(newest()), 'killed.large')?.level).toBe('CONFIRMED_RISKY'), { timeout: 20_000, interval: 20 });
  });

  it('are newer than all before also when the database is of yesterday', async () => {
    const before = newest();
    await database.execute("UPDATE pool_publications SET revision = 1, published_at = now() - interval '1 day'");
    await published();
    expect(newest()?.revision).toBeGreaterThan(before?.revision ?? 0);
  });

  it('are told anew when they have left the blob store, and every hour', async () => {
    const lost = newest();
    await blobs.delete(lost?.snapshot_id ?? '', 'snapshot');
    await snapshots.renew('look');
    await vi.waitFor(() => expect(newest()?.revision).toBeGreaterThan(lost?.revision ?? 0), { timeout: 20_000, interval: 5 });
    const before = newest();
    await database.execute("UPDATE pool_publications SET published_at = now() - interval '61 minutes'");
    const { as_of: asOf } = await contentOf(before);
    const snapshot = await published();
    expect(newest()?.revision).toBeGreaterThan(before?.revision ?? 0);
    expect(Date.parse(snapshot.as_of)).toBeGreaterThan(Date.parse(asOf));
  });

  it('are told again by a look, to a bus that may have lost them', async () => {
    const before = newest();
    told.length = 0;
    await snapshots.renew('look');
    await vi.waitFor(() => expect(newest()).toEqual(before), { timeout: 20_000, interval: 5 });
  });

  it('of two replicas never come in the wrong order, and each that was asked for knows of what was there', async () => {
    const other = await replica();
    const types = Array.from({ length: 12 }, (_, index) => `x${String(index)}.large`);
    await Promise.all(
      types.map(async (type, index) => {
        await risky(type, 'UNCERTAIN');
        await (index % 2 === 0 ? publisher : other.publisher).publishNow();
        const [row] = await database.query<{ snapshot_id: string }>('SELECT snapshot_id FROM pool_publications');
        expect(lesson(JSON.parse(zstdDecompressSync(await blobs.get(row?.snapshot_id ?? '')).toString()) as PoolSnapshot, type)?.level).toBe('UNCERTAIN');
      }),
    );
    const revisions = told.map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions].sort((one, two) => one - two));
    expect((await published()).pools.filter(({ instance_type: type }) => types.includes(type))).toHaveLength(12);
  });

  it('fail nobody while the blob store is away, and are told once it is back', async () => {
    const away = vi.spyOn(blobs, 'put').mockRejectedValue(new AppError('UNAVAILABLE', 'the blob store does not answer'));
    await risky('z1.large', 'CONFIRMED_RISKY');
    await publisher.publishNow();
    expect(lesson(await contentOf(newest()), 'z1.large')).toBeUndefined();
    away.mockRestore();
    await vi.waitFor(async () => expect(lesson(await contentOf(newest()), 'z1.large')?.level).toBe('CONFIRMED_RISKY'), { timeout: 20_000, interval: 50 });
  });
});

describe('very many lessons', () => {
  it('are told up to a bound: first the pools to which nobody may be sent, then those of which most was seen', async () => {
    await database.execute(`INSERT INTO risk_score_adjustments (instance_type, availability_zone, region, base_score, final_score, confidence, total_observations)
      SELECT 'm' || number || '.large', 'us-east-1b', 'us-east-1', 1, 0.9, 0.65, number FROM generate_series(1, 21000) number`);
    await risky('never-seen.large', 'CONFIRMED_RISKY');
    const snapshot = await published();
    expect(snapshot.pools).toHaveLength(20_000);
    expect(lesson(snapshot, 'never-seen.large')).toMatchObject({ level: 'CONFIRMED_RISKY', confidence: 0 });
    expect([lesson(snapshot, 'm21000.large')?.confidence, lesson(snapshot, 'm1.large')]).toEqual([0.65, undefined]);
  }, 30_000);
});
