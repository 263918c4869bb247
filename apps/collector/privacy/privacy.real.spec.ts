import { beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_TABLES } from '@ml/persistence/stores/collector/access-pages';
import { holdUser } from '@ml/persistence/stores/collector/consent';
import { KEPT_FIELDS } from '@ml/domain/collection/kept-fields';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { AccessReader } from './access-reader';
import { FIRST_KEY, privacyWorld, SECOND_KEY } from './test/privacy-world';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 6 });
const { partsOf, everything, world, empty } = privacyWorld(database);

beforeEach(empty);

const readAll = async (userId: string): Promise<Readonly<Record<string, number>>> => {
  const { access } = partsOf();
  const counts: Record<string, number> = {};
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<AccessReader['page']>> = await access.page({ user_id: userId, cursor });
    if (page.rows.length > 0) counts[page.table] = (counts[page.table] ?? 0) + page.rows.length;
    if (page.next === null) return counts;
    cursor = page.next;
  }
};

describe('preferences', () => {
  it('are defaults of whoever never said anything, and asking keeps nothing', async () => {
    const { keeper, why } = partsOf();
    expect(await keeper.read('u-1')).toEqual({
      ml_data_collection_consent: null,
      ml_consent_date: null,
      objection: false,
      objected_at: null,
      anonymized_industry: null,
      anonymized_company_size: null,
      data_retention_years: 3,
      mode: 'automatic',
      collects: true,
      updated_at: null,
    });
    expect(await why('u-1')).toBeNull();
    expect(await everything()).toEqual({});
  });

  it('change where something is said, and keep no text of the caller', async () => {
    const { keeper } = partsOf();
    await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true, anonymized_industry: 'Healthcare', anonymized_company_size: '51-200', data_retention_years: 1 } });
    const changed = await keeper.change({ user_id: 'u-1', changes: { anonymized_industry: 'Jane Doe & Sons' } });
    expect(changed).toMatchObject({ ml_data_collection_consent: true, anonymized_industry: 'other', anonymized_company_size: '51-200', data_retention_years: 1 });
    expect(changed.ml_consent_date).not.toBeNull();
    expect(await keeper.read('u-1')).toEqual(changed);
    expect(JSON.stringify(await everything())).not.toMatch(/u-1|Jane/);
  });

  it('stop collecting at once when somebody objects, whatever they agreed to', async () => {
    const { keeper, why } = partsOf();
    await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true, objection: true } });
    expect(await why('u-1')).toMatchObject({ code: 'OBJECTED' });
    expect(await why('u-2')).toBeNull();
    await keeper.change({ user_id: 'u-1', changes: { objection: false } });
    expect(await why('u-1')).toBeNull();
  });

  it('are asked for first where only those are collected who agree', async () => {
    const { keeper, why } = partsOf({ consentMode: 'opt_in' });
    expect(await why('u-1')).toMatchObject({ code: 'NO_CONSENT' });
    await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true } });
    expect(await why('u-1')).toBeNull();
    await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: false } });
    expect(await why('u-1')).toMatchObject({ code: 'NO_CONSENT' });
  });

  it('hold under a new key, also for whoever knows the new hash alone', async () => {
    await partsOf().keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true } });
    const later = partsOf({ consentMode: 'opt_in', key: SECOND_KEY, old: `1=${FIRST_KEY}` });
    expect(await later.why('u-1')).toBeNull();
    expect(await later.gate.reasonNotToCollect(database, [later.identity.hash('user', 'u-1')])).toBeNull();
    const changed = await later.keeper.change({ user_id: 'u-1', changes: { objection: true } });
    expect(changed).toMatchObject({ ml_data_collection_consent: true, objection: true });
    expect(await database.query('SELECT key_version FROM user_preferences')).toEqual([{ key_version: 2 }]);
    expect(await later.why('u-1')).toMatchObject({ code: 'OBJECTED' });
    // A scan that was accepted under the key of before, and a replica that does not know the new one.
    expect(await later.gate.reasonNotToCollect(database, [partsOf().identity.hash('user', 'u-1')])).toMatchObject({ code: 'OBJECTED' });
    expect(await partsOf().why('u-1')).toMatchObject({ code: 'OBJECTED' });
    await partsOf().keeper.change({ user_id: 'u-1', changes: { objection: false } });
    expect(await later.gate.reasonNotToCollect(database, [later.identity.hash('user', 'u-1')])).toBeNull();
    expect(await database.query('SELECT user_hash FROM user_preferences')).toEqual([{ user_hash: partsOf().identity.hash('user', 'u-1') }]);
  });

  it('of one user are never taken for those of another, where data may be of either', async () => {
    const { keeper, gate, identity } = partsOf();
    await keeper.change({ user_id: 'u-2', changes: { ml_data_collection_consent: true } });
    await gate.reasonNotToCollect(database, [identity.hash('user', 'u-1'), identity.hash('user', 'u-2')]);
    expect(await keeper.read('u-1')).toMatchObject({ ml_data_collection_consent: null });
    expect(await keeper.read('u-2')).toMatchObject({ ml_data_collection_consent: true });
  });

  it('wait for a scan that is being kept, and hold for the next one', async () => {
    const { gate, keeper, why } = partsOf();
    const order: string[] = [];
    let objected: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      expect(await gate.reasonNotToCollectOf(tx, 'u-1')).toBeNull();
      objected = keeper.change({ user_id: 'u-1', changes: { objection: true } }).then(() => order.push('objected'));
      await expect.poll(() => database.query(`SELECT 1 FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`)).toHaveLength(1);
      order.push('kept');
    });
    await objected;
    expect(order).toEqual(['kept', 'objected']);
    expect(await why('u-1')).toMatchObject({ code: 'OBJECTED' });
  });

  it('are waited with for longer than for a statement', async () => {
    const hasty = privacyWorld(owned.connect({ poolSize: 1, statementTimeoutMs: 200 })).partsOf();
    const { changed } = await database.transaction(async (tx) => {
      await hasty.gate.reasonNotToCollectOf(tx, 'u-1');
      const change = hasty.keeper.change({ user_id: 'u-1', changes: { objection: true } });
      await tx.query('SELECT pg_sleep(0.5)');
      return { changed: change };
    });
    expect(await changed).toMatchObject({ objection: true });
  });
});

describe('an erasure', () => {
  it('does not keep those waiting who collect of others: its own user is told to come again', async () => {
    const { gate } = partsOf();
    const few = owned.connect({ poolSize: 2 });
    const ask = (user: string): Promise<unknown> => few.transaction((tx) => gate.reasonNotToCollectOf(tx, user));
    await database.transaction(async (tx) => {
      await holdUser(tx, [partsOf().identity.hash('user', 'u-1')]);
      const asked = Array.from({ length: 4 }, () => ask('u-1').catch((error: unknown) => error));
      expect(await ask('u-2')).toBeNull();
      for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ code: 'UNAVAILABLE', retryable: true, message: expect.stringContaining('erased') as string });
    });
    expect(await ask('u-1')).toBeNull();
  });

  it('takes every row of the user and leaves others as they were, also in an account of both', async () => {
    const { eraser, keeper } = partsOf();
    await world().scan({ user: 'u-2', account: 'both', scan: 's-2', resources: 5 });
    await world().scan({ user: 'u-2', account: 'theirs', scan: 's-3', resources: 5 });
    await world().action({ user: 'u-2', account: 'both', resource: 's-2-r0' });
    await keeper.change({ user_id: 'u-2', changes: { anonymized_industry: 'technology' } });
    const before = await everything();
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 7 });
    await world().scan({ user: 'u-1', account: 'both', scan: 's-4', resources: 3 });
    await world().action({ user: 'u-1', account: 'both', resource: 's-2-r1' });
    await world().action({ user: 'u-1', account: 'mine', resource: 's-1-r1' });
    await world().waiting({ user: 'u-1', account: 'both', resource: 'never' });
    await world().upload({ user: 'u-1', account: 'mine', scan: 's-9' });
    await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true } });
    const erased = await eraser.erase({ user_id: 'u-1', object: false });
    expect(await everything()).toEqual(before);
    expect(erased).toMatchObject({ objection_kept: false, exports_rewritten: 0 });
    expect(erased.rows).toMatchObject({ ml_training_data: 10, user_action_patterns: 2, waiting_actions: 1, collected_events: 3, collection_scans: 2, scan_uploads: 1, user_preferences: 1, outbox: 2 });
    expect(await eraser.erase({ user_id: 'u-1', object: false })).toMatchObject({ rows: {}, exports_rewritten: 0 });
  });

  it('finds what was collected under a key of before, and by the earlier system', async () => {
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 2 });
    await world({ scheme: 'legacy', salt: 'a salt' }).scan({ user: 'u-1', account: 'mine', scan: 's-0', resources: 2 });
    const later = partsOf({ key: SECOND_KEY, old: `1=${FIRST_KEY}`, salt: 'a salt' });
    await world({ key: SECOND_KEY, old: `1=${FIRST_KEY}`, salt: 'a salt' }).scan({ user: 'u-1', account: 'mine', scan: 's-2', resources: 2 });
    const { rows } = await later.eraser.erase({ user_id: 'u-1', object: false });
    expect(rows).toMatchObject({ ml_training_data: 6, collection_subjects: 3 });
    expect(await everything()).toEqual({});
  });

  it('leaves an objection that names nobody, when it is asked for or had been made', async () => {
    const { eraser, keeper, why, identity } = partsOf();
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 1 });
    expect(await eraser.erase({ user_id: 'u-1', object: true })).toMatchObject({ objection_kept: true });
    await keeper.change({ user_id: 'u-2', changes: { objection: true } });
    expect(await eraser.erase({ user_id: 'u-2', object: false })).toMatchObject({ objection_kept: true });
    const left = await everything();
    expect(Object.keys(left)).toEqual(['suppressed_subjects']);
    for (const user of ['u-1', 'u-2']) expect(JSON.stringify(left)).not.toContain(identity.hash('user', user));
    expect(await why('u-1')).toMatchObject({ code: 'OBJECTED' });
    expect(await keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true } })).toMatchObject({ objection: true, collects: false, ml_data_collection_consent: null });
    expect(await everything()).toEqual(left);
    expect(await eraser.erase({ user_id: 'u-1', object: false })).toMatchObject({ rows: {}, objection_kept: true });
    expect(await keeper.change({ user_id: 'u-1', changes: { objection: false } })).toMatchObject({ objection: false, collects: true });
    expect(await why('u-1')).toBeNull();
  });

  it('takes back exports that could hold the user, and no older one', async () => {
    const { eraser } = partsOf();
    const made = (ordered: number, completed: number | null) =>
      database.execute(
        `INSERT INTO dataset_exports (export_id, status, output_format, gzip, days, datasets, requested_by, schema_version, created_at, completed_at)
         VALUES (gen_random_uuid(), CASE WHEN $2::float8 IS NULL THEN 'running' ELSE 'completed' END, 'json', false, 30, '{}', 'rest', 1, now() - $1 * interval '1 day', now() - $2 * interval '1 day')`,
        [ordered, completed],
      );
    // The second was made again after the user was first seen, the third is being made.
    for (const [ordered, completed] of [[5, 4], [4, 0.5], [3, null], [0, 0]] as const) await made(ordered, completed);
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 1, age: 1 });
    expect(await readAll('u-1')).toMatchObject({ dataset_exports: 2 });
    expect(await eraser.erase({ user_id: 'u-1', object: false })).toMatchObject({ exports_rewritten: 3 });
    expect(await database.query('SELECT status, rewritten_at IS NOT NULL AS rewritten FROM dataset_exports ORDER BY created_at')).toEqual([
      { status: 'completed', rewritten: false },
      { status: 'queued', rewritten: true },
      { status: 'queued', rewritten: false },
      { status: 'queued', rewritten: true },
    ]);
  });
});

describe('access', () => {
  it('shows what an erasure would take, page by page', async () => {
    await world().scan({ user: 'u-2', account: 'both', scan: 's-2', resources: 5 });
    await world().scan({ user: 'u-1', account: 'mine', scan: 's-1', resources: 2_500 });
    await world().scan({ user: 'u-1', account: 'both', scan: 's-4', resources: 3 });
    await world().action({ user: 'u-1', account: 'mine', resource: 's-1-r1' });
    await world().waiting({ user: 'u-1', account: 'both', resource: 'never' });
    // Of a resource of another's that this user has deleted, of one that nobody else has found, and of one whose account is not known.
    await world().action({ user: 'u-1', account: 'both', resource: 's-2-r1' });
    for (const [account, resource] of [['both', 's-4-r1'], ['both', 's-2-r2'], [null, 'never'], [null, 'elsewhere']] as const) await world().posted({ account, resource });
    await partsOf().keeper.change({ user_id: 'u-1', changes: { ml_data_collection_consent: true } });
    const shown = await readAll('u-1');
    const { rows } = await partsOf().eraser.erase({ user_id: 'u-1', object: false });
    const { outbox: _told, ...kept } = rows;
    expect(shown).toEqual(kept);
    const { identity } = partsOf();
    const left = await database.query<{ readonly resource_hash: string }>(`SELECT resource_hash FROM resource_actuals UNION ALL SELECT resource_hash FROM cloudwatch_metrics_history WHERE metric_name = 'posted' ORDER BY 1`);
    expect(left.map(({ resource_hash }) => resource_hash)).toEqual(['s-2-r2', 's-2-r2', 'elsewhere'].map((resource) => identity.hash('resource', resource)).sort());
    expect(await readAll('u-1')).toEqual({});
  });

  it('explains every column that it shows', async () => {
    const rows = await database.query<{ readonly table: string; readonly column: string }>(`SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'collector'`);
    const shown = rows.filter(({ table, column }) => ACCESS_TABLES.get(table)?.includes(column) === false).map(({ table, column }) => `${table}.${column}`);
    const explained = Object.entries(KEPT_FIELDS).flatMap(([table, { columns }]) => Object.keys(columns).map((column) => `${table}.${column}`));
    expect(explained.sort()).toEqual(shown.sort());
  });

  it('refuses a cursor that is none', async () => {
    await expect(partsOf().access.page({ user_id: 'u-1', cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_PARAMETER' });
  });
});
