import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { levelAt } from '@ml/domain/learning/levels/pool-level';
import { poolName } from '@ml/domain/learning/pool-name';
import { POOL, poolOf, storeReports } from '@ml/persistence/stores/feedback/test/report-rows';
import { ownedDatabase } from '@ml/testing/owned-database';
import { HOUR_MS } from '@ml/units/time';
import { ago, assessBatch, NAME, NOW, report, told } from './test/assess-batch';

const { connect } = await ownedDatabase('feedback');
const database = connect();

const episodes = (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  database.query('SELECT level, peak_level, customers, interruptions, customer_ids, steps, ends_at, ended_at FROM pool_episodes ORDER BY started_at');

beforeEach(async () => {
  await database.execute('TRUNCATE interruption_feedback, pool_episodes, outbox');
});

describe('what is known of a pool', () => {
  it('grows with every customer, and is told once each', async () => {
    const [one, two, three] = [await assessBatch(database, [report('a', 20)]), await assessBatch(database, [report('b', 10)]), await assessBatch(database, [report('c', 0)])];
    expect([one, two, three].map((map) => map.get(NAME)).map((seen) => [seen?.level, seen?.level_before, seen?.changed, seen?.customers, seen?.interruptions])).toEqual([
      ['NORMAL', 'NORMAL', false, 1, 1],
      ['UNCERTAIN', 'NORMAL', true, 2, 2],
      ['CONFIRMED_RISKY', 'UNCERTAIN', true, 3, 3],
    ]);
    expect(three.get(NAME)).toMatchObject({ customer_ids: ['a', 'b', 'c'], first_at: ago(20), last_at: ago(0), ends_at: ago(-100) });
    expect(await told(database)).toEqual(['NORMAL to UNCERTAIN: 2, 2', 'UNCERTAIN to CONFIRMED_RISKY: 3, 3', 'work']);
    expect(await episodes()).toMatchObject([{ level: 'CONFIRMED_RISKY', peak_level: 'CONFIRMED_RISKY', customers: 3, customer_ids: ['a', 'b', 'c'], steps: 2, ends_at: ago(-100), ended_at: null }]);
  });

  it('comes from one batch as from three', async () => {
    expect((await assessBatch(database, [report('c', 0), report('a', 20), report('b', 1), report('b', 10)])).get(NAME)).toMatchObject({ level: 'CONFIRMED_RISKY', level_before: 'NORMAL', customers: 3, interruptions: 3 });
    expect(await told(database)).toEqual(['NORMAL to CONFIRMED_RISKY: 3, 3', 'work']);
  });

  it('is told no second time when nothing new has come, or the same customers again', async () => {
    await assessBatch(database, [report('a', 20), report('b', 10), report('c', 5)]);
    const before = await told(database);
    expect((await assessBatch(database, [])).get(NAME)).toMatchObject({ level: 'CONFIRMED_RISKY', level_before: 'CONFIRMED_RISKY', changed: false });
    await assessBatch(database, [report('a', 0), report('b', 1)]);
    expect(await told(database)).toEqual(before);
    expect(await episodes()).toHaveLength(1);
  });

  it('is NORMAL after a thousand reports of one customer, whose own figures are told apart', async () => {
    const seen = await assessBatch(database, Array.from({ length: 1_000 }, (_, index) => report('a', (index * 59) / 1_000)));
    expect(seen.get(NAME)).toMatchObject({ level: 'NORMAL', customers: 1, interruptions: 20, episode_id: null });
    const two = (await assessBatch(database, [report('b', 30)])).get(NAME);
    expect([two?.level, two?.own.get('b'), two?.own.get('a')?.interruptions]).toEqual(['UNCERTAIN', { interruptions: 1, first_at: ago(30), last_at: ago(30) }, 20]);
  });

  it('does not know counts of hours, other pools or other regions of the same name', async () => {
    await assessBatch(database, [report('a', 0), report('b', 0, poolOf(1)), report('c', 0, { ...POOL, region: 'us-east-2' })], { pools: [POOL, poolOf(1)] });
    await storeReports(database, [report('d', 1), report('e', 1)]);
    await database.execute("UPDATE interruption_feedback SET source = 'hours' WHERE customer_id IN ('d', 'e')");
    expect((await assessBatch(database, [])).get(NAME)).toMatchObject({ level: 'NORMAL', customers: 1, interruptions: 1 });
  });

  it('counts a report from the future from when it came', async () => {
    await storeReports(database, [report('a', 0), report('b', -5)]);
    await database.execute('UPDATE interruption_feedback SET created_at = $1', [NOW]);
    expect((await assessBatch(database, [])).get(NAME)).toMatchObject({ level: 'UNCERTAIN', customers: 2 });
    expect((await assessBatch(database, [], { later: 59 })).get(NAME)?.level).toBe('UNCERTAIN');
    expect((await assessBatch(database, [], { later: 61 })).get(NAME)?.level).toBe('NORMAL');
  });

  it('is NORMAL for reports older than two windows, and UNCERTAIN for three that come late', async () => {
    expect((await assessBatch(database, [report('a', 121), report('b', 122), report('c', 130)])).get(NAME)).toMatchObject({ level: 'NORMAL', customers: 0 });
    expect((await assessBatch(database, [report('a', 70), report('b', 75), report('c', 80)])).get(NAME)).toMatchObject({ level: 'UNCERTAIN', customers: 0, last_at: null, ends_at: ago(-40) });
    expect(await told(database)).toEqual(['NORMAL to UNCERTAIN: 0, 0']);
  });
});

describe('an episode', () => {
  const THREE = [report('a', 20), report('b', 10), report('c', 0)];

  it('falls by one step at a time and ends, by the clock alone', async () => {
    await assessBatch(database, THREE);
    const levels: unknown[] = [];
    for (const later of [39, 40, 99, 100, 400]) levels.push((await assessBatch(database, [], { later })).get(NAME)?.level);
    expect(levels).toEqual(['CONFIRMED_RISKY', 'UNCERTAIN', 'UNCERTAIN', 'NORMAL', 'NORMAL']);
    expect((await told(database)).slice(2)).toEqual(['CONFIRMED_RISKY to UNCERTAIN: 3, 3', 'UNCERTAIN to NORMAL: 3, 3']);
    expect(await episodes()).toMatchObject([{ level: 'NORMAL', peak_level: 'CONFIRMED_RISKY', customers: 3, steps: 3, ended_at: ago(-100) }]);
  });

  it('is prolonged by whoever is interrupted meanwhile, and confirmed again without new work', async () => {
    await assessBatch(database, THREE);
    await assessBatch(database, [report('a', -50)], { later: 50 });
    expect((await assessBatch(database, [report('d', -55), report('e', -56)], { later: 56 })).get(NAME)).toMatchObject({ level: 'CONFIRMED_RISKY', level_before: 'UNCERTAIN', customers: 4, ends_at: ago(-170) });
    expect((await told(database)).filter((what) => what === 'work')).toHaveLength(1);
    expect(await episodes()).toMatchObject([{ customers: 4, customer_ids: ['a', 'b', 'c', 'd', 'e'], steps: 3, ended_at: null }]);
  });

  it('that is over stays over: what comes later begins another, though nobody has looked in between', async () => {
    const first = (await assessBatch(database, THREE)).get(NAME);
    const next = (await assessBatch(database, [report('a', -300), report('b', -301)], { later: 301 })).get(NAME);
    expect(next).toMatchObject({ level: 'UNCERTAIN', changed: true, customers: 2 });
    expect(next?.episode_id).not.toBe(first?.episode_id);
    expect((await told(database)).slice(2)).toEqual(['CONFIRMED_RISKY to NORMAL: 3, 3', 'NORMAL to UNCERTAIN: 2, 1']);
    expect(await episodes()).toMatchObject([{ ended_at: ago(-100) }, { ended_at: null, customer_ids: ['a', 'b'] }]);
  });

  it('is undone with the transaction that began it', async () => {
    await expect(database.transaction(async (tx) => storeReports(tx, THREE).then(() => Promise.reject(new Error('no')))).catch(String)).resolves.toContain('no');
    expect([await told(database), await episodes()]).toEqual([[], []]);
  });
});

describe('batches', () => {
  const someReport = fc.record({ customer: fc.constantFrom('a', 'b', 'c', 'd'), ago: fc.integer({ min: 0, max: 140 }), pool: fc.nat(2), key: fc.nat() });

  it('in any order and cut at any place come to what the reports say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someReport, { maxLength: 10 }), fc.integer({ min: 1, max: 4 }), async (said, size) => {
        await database.execute('TRUNCATE interruption_feedback, pool_episodes, outbox');
        const pools = [0, 1, 2].map(poolOf);
        const shuffled = [...said].sort((left, right) => left.key - right.key).map(({ customer, ago: minutes, pool }) => report(customer, minutes, poolOf(pool)));
        for (let at = 0; at < shuffled.length; at += size) await assessBatch(database, shuffled.slice(at, at + size), { pools });
        const last = await assessBatch(database, [], { pools });
        for (const pool of pools) {
          const sightings = shuffled.filter((one) => poolName(one.pool) === poolName(pool)).map(({ customer_id, at }) => ({ customer_id, at: at.getTime() }));
          const { level, episode_id } = last.get(poolName(pool)) ?? {};
          expect(level).toBe(levelAt(sightings, NOW.getTime(), HOUR_MS));
          expect(episode_id === null).toBe(level === 'NORMAL');
        }
        const [open] = await database.query<{ open: number }>('SELECT count(*) AS open FROM pool_episodes WHERE ended_at IS NULL');
        expect(open?.open).toBe([...last.values()].filter(({ level }) => level !== 'NORMAL').length);
      }),
      { numRuns: 40 },
    );
  });

  it('of two replicas at once make one episode of a pool, told once', async () => {
    const replicas = [database, connect()];
    const pools = [0, 1, 2, 3, 4, 5].map(poolOf);
    const work = ['a', 'b', 'c', 'd'].flatMap((customer) => [pools, [...pools].reverse()].map((order, place) => assessBatch(replicas[place] ?? database, order.map((pool) => report(`${customer}${String(place)}`, place, pool)), { pools: order })));
    await Promise.all(work);
    expect(await episodes()).toHaveLength(pools.length);
    expect((await told(database)).filter((what) => what === 'work')).toHaveLength(pools.length);
    const [levels] = await database.query('SELECT count(*) FILTER (WHERE level = $1) AS risky, min(customers) AS customers FROM pool_episodes', ['CONFIRMED_RISKY']);
    expect(levels).toEqual({ risky: pools.length, customers: 8 });
  });

  it('come to exact figures in a pool that everybody reports', async () => {
    await assessBatch(database, Array.from({ length: 10_000 }, (_, index) => report(`cu-${String(index % 1_000)}`, (index * 59) / 10_000)));
    for (let round = 0; round < 3; round += 1) expect((await assessBatch(database, [report(`new-${String(round)}`, 0)])).get(NAME)).toMatchObject({ level: 'CONFIRMED_RISKY', customers: 1_001 + round, interruptions: 20 });
  });

  it('read the reports of their own pools and no others', async () => {
    await storeReports(database, Array.from({ length: 20_000 }, (_, index) => report('elsewhere', (index * 59) / 20_000, poolOf(1 + (index % 200)))));
    await storeReports(database, Array.from({ length: 100 }, (_, index) => report(`cu-${String(index)}`, index / 2)));
    await database.execute('ANALYZE interruption_feedback');
    let read = 0;
    expect((await assessBatch(database, [], { onRead: (rows) => (read = rows) })).get(NAME)).toMatchObject({ customers: 100, interruptions: 15 });
    expect(read).toBeGreaterThanOrEqual(100);
    // Each once for the customers, what begins each event, and a few that the planner looks at.
    expect(read).toBeLessThan(2_000);
  });
});
