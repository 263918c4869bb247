import { beforeEach, describe, expect, it } from 'vitest';
import type { ActionAccepted, PostedAction } from '@ml/contracts/collection';
import { ownedDatabase } from '@ml/testing/owned-database';
import { TEST_HASH_KEY } from '@ml/testing/service-env';
import { findByScan, keepersOn } from '../test/keepers';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 6 });
const keepers = keepersOn(database);
const elsewhere = keepersOn(owned.connect({ poolSize: 4 }));
const TABLES = ['ml_training_data', 'user_action_patterns', 'waiting_actions', 'collected_events', 'collection_subjects', 'collection_scans', 'user_preferences', 'resource_lifecycle_events'];

beforeEach(() => database.execute(`WITH ${TABLES.map((table) => `${table}_gone AS (DELETE FROM ${table})`).join(', ')} SELECT`));

const action = (over: Partial<PostedAction> = {}): PostedAction => ({
  event_id: 'e-1', user_id: 'jane', account_id: '111122223333', resource_id: 'vol-0a1', action: 'deleted', action_at: '2026-11-20T12:45:00Z', ...over,
});
const found = (detectedAt = '2026-11-20T10:30:00Z'): Promise<void> => findByScan(database, keepers, { user: 'jane', account: '111122223333', resource: 'vol-0a1', detectedAt, cost: 45.2 });
const accepted = (over: Partial<ActionAccepted> = {}): ActionAccepted => ({ outcome: 'recorded', duplicate: false, reason: null, faults: [], ...over });
const countOf = async (table: string): Promise<unknown> => (await database.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`))[0]?.count;

describe('an action that is taken', () => {
  it('is kept with what the scan knew, under hashes, with its event and its subject', async () => {
    await found();
    expect(await keepers.actions.take(action({ industry: 'banking', company_size: '51-200' }))).toEqual(accepted());
    const [pattern] = await database.query('SELECT * FROM user_action_patterns');
    expect(pattern).toMatchObject({
      user_hash: keepers.identity.hash('user', 'jane'), resource_type: 'ebs_volume', provider: 'aws', region_anonymized: 'us-*', detection_scenario: 'idle_volume', confidence_level: 'high',
      action_taken: 'deleted', time_to_action_hours: 2, cost_monthly: '45.2000', cost_saved_monthly: '45.2000', industry_anonymized: 'banking', company_size_bucket: '51-200',
    });
    expect(await database.query('SELECT user_action FROM ml_training_data')).toEqual([{ user_action: 'deleted' }]);
    expect(await countOf('collection_subjects')).toBe(1);
    const everything = JSON.stringify(await Promise.all(TABLES.map((table) => database.query(`SELECT * FROM ${table}`))));
    for (const plain of ['jane', '111122223333', 'vol-0a1', 'e-1']) expect(everything).not.toContain(plain);
  });

  it('is taken once however often and wherever it is sent, with the same answer', async () => {
    await found();
    const answers = await Promise.all([keepers, elsewhere, keepers, elsewhere, keepers].map(({ actions }) => actions.take(action())));
    expect(answers.filter(({ duplicate }) => !duplicate)).toEqual([accepted()]);
    expect(answers.filter(({ duplicate }) => duplicate)).toEqual(Array.from({ length: 4 }, () => accepted({ duplicate: true })));
    expect([await countOf('collected_events'), await countOf('user_action_patterns'), await countOf('resource_lifecycle_events')]).toEqual([1, 1, 1]);
  });

  it('is refused when its event was another action, also in another account at the same moment', async () => {
    await keepers.actions.take(action());
    for (const other of [{ action: 'kept' }, { resource_id: 'vol-2' }, { user_id: 'joe' }, { industry: 'banking' }] as const)
      await expect(keepers.actions.take(action(other))).rejects.toMatchObject({ code: 'EVENT_ID_REUSED', path: 'event_id' });
    const both = await Promise.allSettled([keepers, elsewhere].map(({ actions }, index) => actions.take(action({ event_id: 'e-2', account_id: `a-${index}` }))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await countOf('waiting_actions')).toBe(2);
  });

  it('waits when no scan has found the resource, and answers so again', async () => {
    expect(await keepers.actions.take(action())).toEqual(accepted({ outcome: 'waiting' }));
    await found();
    expect(await keepers.actions.take(action())).toEqual(accepted({ outcome: 'waiting', duplicate: true }));
    expect(await keepers.actions.take(action({ event_id: 'e-2', action_at: '2026-11-19T00:00:00Z', action: 'kept' }))).toEqual(accepted({ outcome: 'superseded' }));
  });

  it('is about the oldest row when it was done before the resource was found, at once', async () => {
    await found('2026-11-21T00:00:00Z');
    await keepers.actions.take(action());
    expect(await database.query('SELECT time_to_action_hours, user_action FROM user_action_patterns, ml_training_data')).toEqual([{ time_to_action_hours: 0, user_action: 'deleted' }]);
  });

  it('makes the row of its resource a new one when it counts, for exports and for how long it is kept', async () => {
    await found();
    await keepers.actions.take(action());
    const age = async (): Promise<unknown> => (await database.query(`SELECT action_taken, (now() - created_at) > interval '99 days' AS is_old FROM user_action_patterns`))[0];
    await database.execute(`UPDATE user_action_patterns SET created_at = now() - interval '100 days'`);
    await keepers.actions.take(action({ event_id: 'e-2', action: 'kept', action_at: '2026-11-19T00:00:00Z' }));
    await keepers.actions.take(action({ event_id: 'e-3' }));
    expect(await age()).toEqual({ action_taken: 'deleted', is_old: true });
    await keepers.actions.take(action({ event_id: 'e-4', action: 'kept', action_at: '2026-11-21T00:00:00Z' }));
    expect(await age()).toEqual({ action_taken: 'kept', is_old: false });
  });

  it('is of ten years ago as well, and not of tomorrow', async () => {
    await found('2016-11-20T00:00:00Z');
    await keepers.actions.take(action({ action_at: '2016-11-21T00:00:00Z' }));
    expect(await database.query('SELECT time_to_action_hours FROM user_action_patterns')).toEqual([{ time_to_action_hours: 24 }]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await expect(keepers.actions.take(action({ event_id: 'e-2', action_at: tomorrow }))).rejects.toMatchObject({ code: 'BAD_TIME', path: 'action_at' });
  });

  it('leaves nothing of somebody who objects, or who has not agreed where that is needed', async () => {
    await database.execute('INSERT INTO user_preferences (user_hash, key_version, objection) VALUES ($1, 1, true)', [keepers.identity.hash('user', 'jane')]);
    expect(await keepers.actions.take(action())).toMatchObject({ outcome: 'not_collected', reason: { code: 'OBJECTED' } });
    expect(await keepersOn(database, { consentMode: 'opt_in' }).actions.take(action({ user_id: 'joe' }))).toMatchObject({ outcome: 'not_collected', reason: { code: 'NO_CONSENT' } });
    expect([await countOf('collected_events'), await countOf('waiting_actions'), await countOf('collection_subjects')]).toEqual([0, 0, 0]);
  });

  it('finds its event, its resource and what the user said under the key of before', async () => {
    await found();
    await keepers.actions.take(action());
    const rotated = keepersOn(database, { hashKey: 'n'.repeat(32), hashKeyVersion: 2, oldHashKeys: `1=${TEST_HASH_KEY}` });
    expect(await rotated.actions.take(action())).toEqual(accepted({ duplicate: true }));
    await expect(rotated.actions.take(action({ action: 'kept' }))).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
    expect(await rotated.actions.take(action({ event_id: 'e-2', action: 'kept', action_at: '2026-11-21T00:00:00Z' }))).toEqual(accepted());
    expect(await database.query('SELECT action_taken, account_hash FROM user_action_patterns')).toEqual([{ action_taken: 'kept', account_hash: keepers.identity.hash('account', '111122223333') }]);
  });
});
