import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { applyWaitingActions } from './apply-waiting-actions';
import { lockActions } from './lock-actions';
import { recomputeEliminated } from './recompute-eliminated';
import { AGE, settledByDefinition, type FoundRow, type Settled, type Told } from './test/settled-by-definition';
import { tellAction, type ActionOutcome } from './told-actions';

const owned = await ownedDatabase('collector');
const database = owned.connect({ poolSize: 4 });
const ACCOUNT = 'a'.repeat(64);
const START = Date.UTC(2026, 9, 25);

interface Scan {
  readonly scan: string;
  readonly rows: readonly FoundRow[];
}

const ROWS = `INSERT INTO ml_training_data (account_hash, resource_hash, scan_id, resource_type, provider, region_anonymized, resource_age_days, detection_scenario, confidence_level, cost_monthly, detected_at)
  SELECT $1, resource, $2, 'ebs_volume', 'aws', 'us-*', ${AGE}, scenario, 'high', cost, to_timestamp(detected / 1000)
  FROM unnest($3::text[], $4::text[], $5::numeric[], $6::bigint[]) AS rows (resource, scenario, cost, detected) ON CONFLICT DO NOTHING`;
const TRENDS = `INSERT INTO cost_trend_data (account_hash, month, provider, total_spend, total_spend_source, waste_detected, waste_eliminated, waste_percentage, top_waste_categories)
  SELECT $1, month, 'aws', 100, 'reported', 0, 0, 0, '[]' FROM unnest($2::text[]) AS month ON CONFLICT DO NOTHING`;
const MONTHS = ['2026-10', '2026-11', '2026-12'];

/** What storing a scan does around the actions. */
const store = (scan: Scan, account = ACCOUNT): Promise<void> =>
  database.transaction(async (tx) => {
    const column = (name: keyof FoundRow): readonly unknown[] => scan.rows.map((row) => row[name]);
    await tx.execute(ROWS, [account, scan.scan, column('resource'), column('scenario'), column('cost'), column('detected_at')]);
    await applyWaitingActions(tx, { scan_hash: scan.scan, account_hash: account });
    await tx.execute(TRENDS, [account, MONTHS]);
    await recomputeEliminated(tx, MONTHS.map((month) => ({ account_hash: account, month })));
  });

const tell = ({ user, resource, action, action_at }: Told, { accounts = [ACCOUNT], resources = [resource] } = {}): Promise<ActionOutcome> =>
  database.transaction(async (tx) => {
    await lockActions(tx, accounts);
    const told = { action_taken: action as 'deleted', action_at: new Date(action_at).toISOString(), industry_anonymized: null, company_size_bucket: null };
    return tellAction(tx, { told, user_hashes: [user], account_hashes: accounts, resource_hashes: resources });
  });

const KEPT = ['ml_training_data', 'user_action_patterns', 'waiting_actions', 'cost_trend_data', 'resource_lifecycle_events', 'user_preferences'];
const empty = (): Promise<unknown> => database.execute(`WITH ${KEPT.map((table) => `${table}_gone AS (DELETE FROM ${table})`).join(', ')} SELECT`);

const lines = (rows: readonly object[]): readonly string[] => rows.map((row) => Object.values(row).join(' ')).sort();
const kept = async (): Promise<Settled> => ({
  patterns: lines(
    await database.query(`SELECT resource_hash, user_hash, action_taken, extract(epoch FROM action_at)::bigint * 1000 AS at, detection_scenario, cost_monthly::float8, cost_saved_monthly::float8, time_to_action_hours,
      extract(epoch FROM detected_at)::bigint * 1000 AS detected FROM user_action_patterns`),
  ),
  waiting: lines(await database.query('SELECT resource_hash, user_hash, action_taken, extract(epoch FROM action_at)::bigint * 1000 AS at FROM waiting_actions')),
  marks: lines(await database.query(`SELECT scan_id, resource_hash, detection_scenario, coalesce(user_action, 'none') FROM ml_training_data`)),
  eliminated: Object.fromEntries((await database.query<{ month: string; saved: number }>('SELECT month, waste_eliminated::float8 AS saved FROM cost_trend_data WHERE waste_eliminated <> 0')).map(({ month, saved }) => [month, saved])),
  events: lines(await database.query(`SELECT resource_hash, coalesce(scan_id, 'none') AS scan, extract(epoch FROM event_timestamp)::bigint * 1000 AS at, cost_at_event::float8, coalesce(age_at_event_days::text, 'unknown') AS age FROM resource_lifecycle_events WHERE event_type = 'deleted'`)),
});

const RESOURCES = ['r1', 'r2', 'r3'];
const hours = fc.integer({ min: 0, max: 24 * 45 }).map((hour) => START + hour * HOUR_MS);
const scans = fc
  .array(fc.record({ at: hours, found: fc.dictionary(fc.constantFrom(...RESOURCES), fc.dictionary(fc.constantFrom('idle_volume', 'unattached'), fc.nat(500), { minKeys: 1 })) }), { maxLength: 4 })
  .map((list) => list.map(({ at, found }, index): Scan => ({
    scan: `s${index}`,
    rows: Object.entries(found).flatMap(([resource, scenarios]) => Object.entries(scenarios).map(([scenario, cost]) => ({ scan: `s${index}`, resource, scenario, cost: cost / 4, detected_at: at }))),
  })));
const actions = fc.array(fc.record({ user: fc.constantFrom('u1', 'u2'), resource: fc.constantFrom(...RESOURCES), action: fc.constantFrom('deleted', 'ignored', 'kept'), action_at: hours }), { maxLength: 6 });

describe('actions and scans', () => {
  it('leave the same, in whatever order and however often they come, and what the definition says', async () => {
    const history = fc.tuple(scans, actions).chain(([found, told]) => {
      const all = [...found, ...told];
      return fc.tuple(fc.constant(found), fc.constant(told), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }));
    });
    await fc.assert(
      fc.asyncProperty(history, async ([found, told, steps]) => {
        await empty();
        for (const step of steps) await ('rows' in step ? store(step) : tell(step));
        const expected = settledByDefinition(found.flatMap(({ rows }) => rows), told);
        // A month has sums from its first scan on.
        expect(await kept()).toEqual(found.length > 0 ? expected : { ...expected, eliminated: {} });
      }),
      { numRuns: 60 },
    );
  });

  it('leave the same when they come at one moment', async () => {
    await empty();
    const scan = (index: number): Scan => ({ scan: `s${index}`, rows: RESOURCES.map((resource) => ({ scan: `s${index}`, resource, scenario: 'idle_volume', cost: 10 + index, detected_at: START + index * DAY_MS })) });
    const found = [0, 1, 2, 3].map(scan);
    const told = RESOURCES.flatMap((resource, place) => [1, 2, 3].map((day): Told => ({ user: 'u1', resource, action: day === 2 ? 'deleted' : 'kept', action_at: START + day * DAY_MS + (day === 2 ? place : 0) * 3 * DAY_MS })));
    await Promise.all([...told.map((one) => tell(one)), ...found.map((one) => store(one))]);
    expect(await kept()).toEqual(settledByDefinition(found.flatMap(({ rows }) => rows), told));
  });
});

const found = (resource: string, over: Partial<FoundRow> = {}): Scan => ({ scan: 's1', rows: [{ scan: 's1', resource, scenario: 'idle_volume', cost: 45.2, detected_at: START, ...over }] });
const deleted = (resource: string, over: Partial<Told> = {}): Told => ({ user: 'u1', resource, action: 'deleted', action_at: START + 5 * HOUR_MS, ...over });

describe('one action', () => {
  it('waits for the scan that finds its resource, and says when something later was told', async () => {
    await empty();
    expect(await tell(deleted('r1'))).toBe('waiting');
    expect(await tell(deleted('r1', { action: 'kept', action_at: START }))).toBe('superseded');
    await store(found('r1'));
    expect((await kept()).eliminated).toEqual({ '2026-10': 45.2 });
    expect(await tell(deleted('r1'))).toBe('recorded');
    expect(await tell(deleted('r1', { action: 'kept', action_at: START }))).toBe('superseded');
  });

  it('moves amounts and the event of the deletion when it is marked anew, also into another month', async () => {
    await empty();
    await store(found('r1'));
    await tell(deleted('r1'));
    expect((await kept()).events).toEqual([`r1 s1 ${START + 5 * HOUR_MS} 45.2 10`]);
    await tell(deleted('r1'));
    await tell(deleted('r1', { action_at: START + 10 * DAY_MS }));
    expect(await kept()).toMatchObject({ eliminated: { '2026-11': 45.2 }, events: [`r1 s1 ${START + 10 * DAY_MS} 45.2 20`] });
    await tell(deleted('r1', { action: 'kept', action_at: START + 11 * DAY_MS }));
    expect(await kept()).toMatchObject({ eliminated: {}, events: [], marks: ['s1 r1 idle_volume kept'] });
  });

  it('writes nothing anew of a deletion that is told again', async () => {
    await empty();
    await store(found('r1'));
    await tell(deleted('r1'));
    const rows = (): Promise<unknown> => database.query('SELECT * FROM resource_lifecycle_events');
    const before = await rows();
    await tell(deleted('r1'));
    await store({ ...found('r1', { detected_at: START + 6 * HOUR_MS, cost: 60 }), scan: 's2' });
    expect(await rows()).toEqual(before);
  });

  it('finds what was kept under the keys of before, and counts once', async () => {
    await empty();
    const old = 'b'.repeat(64);
    await store(found('r1-old'), old);
    await tell(deleted('r1-old'), { accounts: [old] });
    await tell(deleted('r1-new', { action_at: START + 6 * HOUR_MS }), { accounts: [ACCOUNT, old], resources: ['r1-new', 'r1-old'] });
    expect(await database.query('SELECT account_hash, resource_hash, cost_saved_monthly FROM user_action_patterns')).toEqual([{ account_hash: old, resource_hash: 'r1-old', cost_saved_monthly: '45.2000' }]);
    await store({ scan: 's2', rows: [{ scan: 's2', resource: 'r1-new', scenario: 'idle_volume', cost: 50, detected_at: START + DAY_MS }] });
    await tell(deleted('r1-new', { action: 'kept', action_at: START + 2 * DAY_MS }), { accounts: [ACCOUNT, old], resources: ['r1-new', 'r1-old'] });
    expect(await database.query('SELECT resource_hash, action_taken FROM user_action_patterns')).toEqual([{ resource_hash: 'r1-new', action_taken: 'kept' }]);
    expect((await kept()).marks).toEqual(['s1 r1-old idle_volume kept', 's2 r1-new idle_volume kept']);
    expect((await kept()).eliminated).toEqual({});
  });

  it('is about what is remembered when the rows themselves are too old to be kept', async () => {
    await empty();
    await store(found('r1'));
    await tell(deleted('r1'));
    await database.execute('DELETE FROM ml_training_data');
    expect(await tell(deleted('r1', { action_at: START + 3 * DAY_MS }))).toBe('recorded');
    expect(await kept()).toMatchObject({ patterns: [`r1 u1 deleted ${START + 3 * DAY_MS} idle_volume 45.2 45.2 72 ${START}`], events: [`r1 none ${START + 3 * DAY_MS} 45.2 unknown`] });
    await store({ ...found('r1', { detected_at: START + DAY_MS }), scan: 's2' });
    expect((await kept()).events).toEqual([`r1 s2 ${START + 3 * DAY_MS} 45.2 12`]);
  });

  it('knows of the user what they said of themselves', async () => {
    await empty();
    await database.execute(`INSERT INTO user_preferences (user_hash, key_version, anonymized_industry, anonymized_company_size) VALUES ('u1', 1, 'banking', '11-50')`);
    await store(found('r1'));
    await tell(deleted('r1'));
    expect(await database.query('SELECT industry_anonymized, company_size_bucket FROM user_action_patterns')).toEqual([{ industry_anonymized: 'banking', company_size_bucket: '11-50' }]);
  });
});
