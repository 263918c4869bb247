import { beforeEach, describe, expect, it } from 'vitest';
import { withdrawReachingBack } from '@ml/persistence/stores/collector/withdraw-exports';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS } from '@ml/units/time';
import { FIRST_KEY, privacyWorld, SECOND_KEY } from './test/privacy-world';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 6 });
const { partsOf, everything, world, empty } = privacyWorld(database);

beforeEach(empty);

/** Exports of so many days, made just now. */
const exported = async (...windows: readonly number[]): Promise<void> => {
  for (const days of windows) await database.execute(`INSERT INTO dataset_exports (export_id, status, output_format, gzip, days, datasets, requested_by, schema_version, completed_at) VALUES (gen_random_uuid(), 'completed', 'json', false, $1, '{}', 'rest', 1, now())`, [days]);
};
/** Of how many days those are that were taken back. */
const withdrawn = async (): Promise<readonly number[]> => (await database.query<{ readonly days: number }>(`SELECT days FROM dataset_exports WHERE status = 'queued'`)).map(({ days }) => days);

describe('retention', () => {
  it('is three years for everybody and less for whoever wished so', async () => {
    const { housekeeper, keeper } = partsOf();
    const days = (years: number): number => Math.round(years * 365.25);
    await world().scan({ user: 'u-1', account: 'a-1', scan: 'old', resources: 2, age: days(3.1) });
    await world().scan({ user: 'u-1', account: 'a-1', scan: 'kept', resources: 2, age: days(2.9) });
    await world().scan({ user: 'u-2', account: 'a-2', scan: 'wished', resources: 2, age: days(1.1) });
    await world().scan({ user: 'u-2', account: 'a-2', scan: 'fresh', resources: 2, age: days(0.9) });
    await keeper.change({ user_id: 'u-2', changes: { data_retention_years: 1 } });
    await housekeeper.tidy(new Date(Date.now() + DAY_MS));
    const { identity } = partsOf();
    const left = await database.query<{ readonly scan_id: string }>('SELECT DISTINCT scan_id FROM ml_training_data');
    expect(left.map(({ scan_id }) => scan_id).sort()).toEqual(['kept', 'fresh'].map((scan) => identity.hash('scan', scan)).sort());
    for (const table of ['resource_lifecycle_events', 'cloudwatch_metrics_history', 'collection_scans']) expect(await database.query(`SELECT 1 FROM ${table}`), table).toHaveLength(table === 'collection_scans' ? 2 : 4);
  });

  it('is that of the longest wish in an account of several users, and their rows go when it has passed', async () => {
    const { housekeeper, keeper, identity } = partsOf();
    const days = Math.round(2.5 * 365.25);
    await world().scan({ user: 'u-1', account: 'both', scan: 's-1', resources: 1, age: days });
    await world().scan({ user: 'u-2', account: 'both', scan: 's-2', resources: 1, age: days });
    await keeper.change({ user_id: 'u-1', changes: { data_retention_years: 1 } });
    await keeper.change({ user_id: 'u-2', changes: { data_retention_years: 2 } });
    // Both go on using the account.
    await database.execute('UPDATE collection_subjects SET last_seen_at = now()');
    const trendOf = async (age: number): Promise<number> => {
      await database.execute(`UPDATE cost_trend_data SET created_at = now() - $1 * interval '1 day'`, [age]);
      await housekeeper.tidy(new Date());
      return (await database.query('SELECT 1 FROM cost_trend_data WHERE account_hash = $1', [identity.hash('account', 'both')])).length;
    };
    expect([await trendOf(500), await trendOf(days)]).toEqual([1, 0]);
    for (const table of ['ml_training_data', 'resource_lifecycle_events', 'collection_scans']) expect(await database.query(`SELECT 1 FROM ${table}`), table).toHaveLength(0);
  });

  it('reaches what was collected under a key of before', async () => {
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 2, age: 500 });
    const later = partsOf({ key: SECOND_KEY, old: `1=${FIRST_KEY}` });
    await later.keeper.change({ user_id: 'u-1', changes: { data_retention_years: 1 } });
    await later.housekeeper.tidy(new Date());
    expect(Object.keys(await everything())).toEqual(['outbox', 'user_preferences']);
  });

  it('reaches exports that hold what went, and no others', async () => {
    const { housekeeper } = partsOf();
    await exported(3_660, 90);
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 1, age: 1 });
    await housekeeper.tidy(new Date());
    expect(await withdrawn()).toEqual([]);
    await world().scan({ user: 'u-2', account: 'theirs', scan: 's-2', resources: 1, age: 1_200 });
    await database.execute('UPDATE cost_trend_data AS trend SET created_at = last_seen_at FROM collection_subjects AS subject WHERE subject.account_hash = trend.account_hash');
    await housekeeper.tidy(new Date());
    expect(await withdrawn()).toEqual([3_660]);
    expect(await database.query(`SELECT message_id FROM outbox WHERE subject LIKE 'work.collector.export%'`)).toHaveLength(1);
  });

  it('has reached exports of all that is gone wherever it ends', async () => {
    const { housekeeper } = partsOf();
    await exported(3_660);
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 1, age: 1_200 });
    await database.execute('ALTER TABLE cloudwatch_metrics_history RENAME TO away');
    const ended = housekeeper.tidy(new Date()).finally(() => database.execute('ALTER TABLE away RENAME TO cloudwatch_metrics_history'));
    await expect(ended).rejects.toThrow('cloudwatch_metrics_history');
    expect(await database.query('SELECT 1 FROM ml_training_data')).toEqual([]);
    expect(await withdrawn()).toEqual([3_660]);
  });

  it('reaches exports of any days when it takes what came after its user was seen last', async () => {
    const { housekeeper } = partsOf();
    await exported(7);
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 1, age: 1_200 });
    await world().posted({ account: 'mine', resource: 's-1-r0' });
    await housekeeper.tidy(new Date());
    expect(await database.query('SELECT 1 FROM cloudwatch_metrics_history')).toEqual([]);
    expect(await withdrawn()).toEqual([7]);
  });

  it('knows how far an export reaches back wherever the database stands', async () => {
    await exported(7);
    await database.execute(`UPDATE dataset_exports SET created_at = '2026-04-01T00:00:00Z'`);
    const reaching = (before: string): Promise<readonly string[]> =>
      database.transaction(async (tx) => {
        await tx.query(`SET LOCAL TimeZone = 'Europe/Berlin'`);
        return withdrawReachingBack(tx, new Date(before));
      });
    expect([await reaching('2026-03-25T00:00:00Z'), (await reaching('2026-03-25T00:00:01Z')).length]).toEqual([[], 1]);
  });

  it('leaves nothing of an account that nobody is linked to any more', async () => {
    const { housekeeper, identity } = partsOf();
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 2, age: 1_200 });
    await world().scan({ user: 'u-2', account: 'theirs', scan: 's-2', resources: 2, age: 1 });
    for (const account of ['mine', 'theirs']) await database.execute(`INSERT INTO account_actuals (account_hash, month, amount, is_estimated, source, as_of) VALUES ($1, '2026-11', 5, false, 'aws', now())`, [identity.hash('account', account)]);
    await housekeeper.tidy(new Date());
    expect(await database.query('SELECT account_hash FROM account_actuals')).toEqual([{ account_hash: identity.hash('account', 'theirs') }]);
    expect(await database.query('SELECT DISTINCT account_hash FROM ml_training_data')).toEqual([{ account_hash: identity.hash('account', 'theirs') }]);
  });

  it('keeps a scan for as long as a row of it is kept: an erasure finds rows by their scan', async () => {
    const { housekeeper } = partsOf();
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 2, age: 3 * 365.25 + 10 });
    await database.execute(`UPDATE ml_training_data SET created_at = now()`);
    await database.execute(`UPDATE collection_scans SET stored_at = now()`);
    await database.execute(`UPDATE collection_subjects SET last_seen_at = now()`);
    await housekeeper.tidy(new Date());
    expect(await database.query('SELECT 1 FROM collection_scans')).toHaveLength(1);
  });
});
