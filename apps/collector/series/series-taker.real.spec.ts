import { beforeEach, describe, expect, it } from 'vitest';
import type { PostedSeries } from '@ml/contracts/collection';
import { createLogger } from '@ml/platform/logger';
import type { OnceSchedule } from '@ml/persistence/once-schedule';
import { ownedDatabase } from '@ml/testing/owned-database';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { eraseUser } from '@ml/persistence/stores/collector/erase-user';
import { readUserScope } from '@ml/persistence/stores/collector/user-scope';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { DAY_MS } from '@ml/units/time';
import { ConsentGate } from '../privacy/consent-gate';
import type { CollectorSettings } from '../settings';
import { findByScan, keepersOn } from '../test/keepers';
import { SeriesHousekeeper } from './series-housekeeper';
import { SeriesTaker } from './series-taker';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 6 });
const keepers = keepersOn(database);
const TABLES = ['ml_training_data', 'cloudwatch_metrics_history', 'collection_subjects', 'collection_scans', 'user_preferences'];

beforeEach(() => database.execute(`WITH ${TABLES.map((table) => `${table}_gone AS (DELETE FROM ${table})`).join(', ')} SELECT`));

const posted = (over: Partial<PostedSeries> = {}): PostedSeries => ({
  resource_id: 'vol-0a1', resource_type: 'ebs_volume', provider: 'aws', metric_name: 'VolumeReadOps', period_seconds: 3600,
  timestamps: ['2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', '2026-11-20T11:30:00Z'], values: [1, null, 4], ...over,
});
const found = (account = '111122223333'): Promise<void> => findByScan(database, keepers, { user: 'jane', account, resource: 'vol-0a1', detectedAt: '2026-11-20T10:30:00Z', cost: 45.2 });
const kept = (): Promise<readonly Record<string, unknown>[]> => database.query('SELECT account_hash, metric_name, metric_values, start_date, end_date FROM cloudwatch_metrics_history ORDER BY start_date');
const account = (id = '111122223333'): string => keepers.identity.hash('account', id);
const housekeeper = new SeriesHousekeeper(undefined as unknown as OnceSchedule, createLogger('spec', { level: 'silent' }));
const eraseJane = async (tx: Tx): Promise<unknown> => eraseUser(tx, await readUserScope(tx, [keepers.identity.hash('user', 'jane')]));

describe('a series that is taken', () => {
  it('is kept with the account of the scan that found its resource, once', async () => {
    await found();
    expect(await keepers.series.take(posted())).toEqual({ outcome: 'recorded', duplicate: false, samples: 2, reason: null, faults: [] });
    expect(await keepers.series.take(posted())).toMatchObject({ outcome: 'recorded', duplicate: true });
    expect(await kept()).toMatchObject([
      { account_hash: account(), metric_values: { timeseries: [1, null, null, 4], samples: 2 }, start_date: new Date('2026-11-20T08:00:00Z'), end_date: new Date('2026-11-20T12:00:00Z') },
    ]);
    const everything = JSON.stringify(await database.query('SELECT * FROM cloudwatch_metrics_history'));
    for (const plain of ['jane', '111122223333', 'vol-0a1']) expect(everything).not.toContain(plain);
  });

  it('replaces what began at the same hour, and stands beside what overlaps', async () => {
    await found();
    await keepers.series.take(posted());
    expect(await keepers.series.take(posted({ values: [1, 2, 4] }))).toMatchObject({ duplicate: false, samples: 3 });
    await keepers.series.take(posted({ timestamps: ['2026-11-20T09:00:00Z'], values: [3] }));
    expect((await kept()).map(({ metric_values }) => (metric_values as { timeseries: unknown }).timeseries)).toEqual([[1, 2, null, 4], [3]]);
  });

  it('waits while nobody has found its resource, and is linked once somebody has; of two the newer stays', async () => {
    expect(await keepers.series.take(posted())).toMatchObject({ outcome: 'waiting', duplicate: false });
    expect(await keepers.series.take(posted())).toMatchObject({ outcome: 'waiting', duplicate: true });
    expect(await kept()).toMatchObject([{ account_hash: null }]);
    await keepers.series.take(posted({ metric_name: 'VolumeWriteOps' }));
    await found();
    await database.execute(
      `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date, collected_at)
       SELECT $1, resource_hash, resource_type, provider, metric_name, '{}', aggregation_period, start_date, end_date, collected_at - interval '1 minute' FROM cloudwatch_metrics_history WHERE metric_name = 'VolumeReadOps'`,
      [account()],
    );
    await database.transaction((tx) => housekeeper.tidy(tx, new Date()));
    expect((await kept()).map(({ account_hash, metric_values }) => [account_hash, (metric_values as { samples?: number }).samples])).toEqual([[account(), 2], [account(), 2]]);
    await keepers.series.take(posted({ resource_id: 'vol-unknown' }));
    await database.transaction((tx) => housekeeper.tidy(tx, new Date(Date.now() + 31 * DAY_MS)));
    expect((await kept()).map(({ account_hash }) => account_hash)).toEqual([account(), account()]);
  });

  it('that waits goes with whoever sent it, and with nobody once its resource is found', async () => {
    const senders = (): Promise<readonly unknown[]> => database.query('SELECT account_hash, user_hash FROM cloudwatch_metrics_history');
    const [jane, jim] = [keepers.identity.hash('user', 'jane'), keepers.identity.hash('user', 'jim')];
    await keepers.series.take(posted({ user_id: 'jane' }));
    expect(await keepers.series.take(posted())).toMatchObject({ outcome: 'waiting', duplicate: true });
    expect(await senders()).toEqual([{ account_hash: null, user_hash: jane }]);
    const scope = await readUserScope(database, [jane]);
    expect([scope.sole, scope.shared, scope.firstSeenAt !== null]).toEqual([[], [], true]);
    await database.transaction(eraseJane);
    expect(await senders()).toEqual([]);
    await keepers.series.take(posted({ user_id: 'jim' }));
    await database.transaction(eraseJane);
    expect(await senders()).toEqual([{ account_hash: null, user_hash: jim }]);
    await found();
    await database.transaction((tx) => housekeeper.tidy(tx, new Date()));
    expect(await senders()).toEqual([{ account_hash: account(), user_hash: null }]);
  });

  it('that waits may be in exports that were made before it was sent again', async () => {
    await keepers.series.take(posted({ user_id: 'jane' }));
    await database.execute(`UPDATE cloudwatch_metrics_history SET collected_at = now() - interval '2 days'`);
    await keepers.series.take(posted({ user_id: 'jane', values: [7, null, 7] }));
    const { firstSeenAt } = await readUserScope(database, [keepers.identity.hash('user', 'jane')]);
    expect(firstSeenAt?.getTime()).toBeLessThan(Date.now() - DAY_MS);
  });

  it('takes the place of what waited when it is sent with its account, and its user is noted', async () => {
    await keepers.series.take(posted());
    expect(await keepers.series.take(posted({ user_id: 'jane', account_id: '111122223333' }))).toMatchObject({ outcome: 'recorded', duplicate: false });
    expect(await kept()).toMatchObject([{ account_hash: account() }]);
    expect(await database.query('SELECT user_hash, account_hash FROM collection_subjects')).toEqual([{ user_hash: keepers.identity.hash('user', 'jane'), account_hash: account() }]);
    expect(await keepers.series.take(posted({ account_id: 'of nobody' }))).toMatchObject({ outcome: 'waiting' });
  });

  it('leaves nothing of somebody who objects: who sends it, or whose scan found the resource', async () => {
    await found();
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [keepers.identity.hash('user', 'jane')]);
    for (const over of [{}, { user_id: 'jane' }, { user_id: 'jane', account_id: 'another' }])
      expect(await keepers.series.take(posted(over))).toMatchObject({ outcome: 'not_collected', samples: 0, reason: { code: 'OBJECTED' } });
    expect(await keepers.series.take(posted({ user_id: 'jim' }))).toMatchObject({ outcome: 'not_collected', samples: 0, reason: { code: 'OBJECTED' } });
    expect(await kept()).toEqual([]);
  });

  it('of a resource that nobody has found goes with the account that it is sent with, when that is known: also with an objection', async () => {
    await found();
    expect(await keepers.series.take(posted({ resource_id: 'vol-new', account_id: '111122223333' }))).toMatchObject({ outcome: 'recorded' });
    expect(await kept()).toMatchObject([{ account_hash: account() }]);
    await database.transaction(eraseJane);
    expect(await kept()).toEqual([]);
    await found();
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [keepers.identity.hash('user', 'jane')]);
    expect(await keepers.series.take(posted({ resource_id: 'vol-new', account_id: '111122223333' }))).toMatchObject({ outcome: 'not_collected', reason: { code: 'OBJECTED' } });
    expect(await keepers.series.take(posted({ resource_id: 'vol-new', user_id: 'jim', account_id: '111122223333' }))).toMatchObject({ outcome: 'recorded' });
  });

  it.each([
    ['posted after the scan', async (scan: () => Promise<unknown>) => {
      await scan();
      await keepers.series.take(posted());
    }],
    ['linked beside it', async (scan: () => Promise<unknown>) => {
      await keepers.series.take(posted());
      await scan();
      await database.transaction((tx) => housekeeper.tidy(tx, new Date()));
    }],
  ])('counts before what a scan said of the same hours, unless the scan has more of them: %s', async (_, collect) => {
    const scanned = async (hours: number): Promise<void> => {
      await found();
      await database.execute(
        `INSERT INTO cloudwatch_metrics_history (account_hash, resource_hash, scan_id, resource_type, provider, metric_name, metric_values, aggregation_period, start_date, end_date)
         VALUES ($1, $2, 'a scan', 'ebs_volume', 'aws', 'VolumeReadOps', '{"samples": 99}', 'hourly', '2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z'::timestamptz + $3 * interval '1 hour')`,
        [account(), keepers.identity.hash('resource', 'vol-0a1'), hours],
      );
    };
    for (const [hours, left] of [[4, { scan_id: null, samples: 2 }], [5, { scan_id: 'a scan', samples: 99 }]] as const) {
      await database.execute('WITH rows_gone AS (DELETE FROM ml_training_data) DELETE FROM cloudwatch_metrics_history');
      await collect(() => scanned(hours));
      expect(await database.query(`SELECT scan_id, (metric_values ->> 'samples')::integer AS samples FROM cloudwatch_metrics_history`)).toEqual([left]);
    }
  });

  it('is not linked to an account while its user is erased', async () => {
    await keepers.series.take(posted());
    await found();
    const { linking } = await database.transaction(async (tx) => {
      await eraseJane(tx);
      const tidied = database.transaction((other) => housekeeper.tidy(other, new Date()));
      await expect.poll(() => database.query(`SELECT 1 FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`)).toHaveLength(1);
      return { linking: tidied };
    });
    await linking;
    expect(await kept()).toMatchObject([{ account_hash: null }]);
  });

  it('waits for a scan of its resource again when whoever had found it is erased before they are asked', async () => {
    class AskedTooLate extends ConsentGate {
      override async reasonNotToCollect(...[sql, hashes]: Parameters<ConsentGate['reasonNotToCollect']>) {
        await database.transaction(eraseJane);
        return super.reasonNotToCollect(sql, hashes);
      }
    }
    const settings = { words: [], fullSeries: true, consentMode: 'automatic' } as Partial<CollectorSettings> as CollectorSettings;
    const taker = new SeriesTaker(database, keepers.identity, new AskedTooLate(keepers.identity, settings), new Clock(), settings);
    await found();
    expect(await taker.take(posted())).toMatchObject({ outcome: 'waiting' });
    expect(await kept()).toMatchObject([{ account_hash: null }]);
  });

  it('does not wait for anybody where everybody has to agree', async () => {
    const opted = keepersOn(database, { consentMode: 'opt_in' });
    expect(await opted.series.take(posted())).toMatchObject({ outcome: 'not_collected', reason: { code: 'NO_CONSENT' } });
    await found();
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, ml_data_collection_consent) VALUES ($1, 1, true)', [keepers.identity.hash('user', 'jane')]);
    expect(await opted.series.take(posted())).toMatchObject({ outcome: 'recorded' });
  });

  it('says by name why nothing of it is kept', async () => {
    expect(await keepers.series.take(posted({ timestamps: [], values: [] }))).toMatchObject({ outcome: 'not_collected', reason: { code: 'NOTHING_TO_KEEP' }, faults: [{ path: 'values', code: 'EMPTY_METRIC' }] });
    expect(await keepers.series.take(posted({ metric_name: 'reads of jane' }))).toMatchObject({ reason: { code: 'NOTHING_TO_KEEP' }, faults: [{ path: 'metric_name', code: 'UNKNOWN_METRIC' }] });
    expect(await kept()).toEqual([]);
  });

  it('finds what was kept under the key of before', async () => {
    await found();
    await keepers.series.take(posted());
    const rotated = keepersOn(database, { hashKey: 'n'.repeat(32), hashKeyVersion: 2, oldHashKeys: `1=${TEST_HASH_KEY}` });
    expect(await rotated.series.take(posted({ user_id: 'jane', account_id: '111122223333' }))).toMatchObject({ outcome: 'recorded', duplicate: true });
    expect(await kept()).toHaveLength(1);
  });
});
