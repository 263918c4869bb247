import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardFactor } from '@ml/domain/learning/score/decay';
import { effectiveNodes } from '@ml/domain/learning/score/effective-nodes';
import { countingHours, newestInventories, toUnits, type HourAccount, type InventoryAccount } from '@ml/domain/learning/exposure/hour-account';
import { Clock } from '@ml/platform/clock';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { AdvisorBoard } from '../learning/advisor-board';
import { Learner } from '../learning/learner';
import type { LessonWatch } from '../learning/lesson-watch';
import { ExposureRecorder, type Observation } from './exposure-recorder';

const owned = await ownedDatabase('feedback');
const database = owned.connect({ poolSize: 4 });
const learner = new Learner({ viewOf: () => ({ advisor_class: 1, region_rate: null }) } as unknown as AdvisorBoard, { notice: () => undefined } as unknown as LessonWatch);
const FIRST_HOUR = Date.UTC(2026, 10, 21, 9);
/** Of the next day, whenever the file runs. */
const clock = new Clock(FIRST_HOUR + DAY_MS - Date.now());
const recorder = new ExposureRecorder(database, clock, learner);
const others = new ExposureRecorder(owned.connect({ poolSize: 4 }), clock, learner);

const POOLS = ['m5.large/us-east-1a', 'm5.large/us-east-1b', 'c5.xlarge/use1-az4'] as const;
const counts = (most: number): fc.Arbitrary<Readonly<Record<string, number>>> => fc.dictionary(fc.constantFrom(...POOLS), fc.nat(most), { maxKeys: 3 });

const cluster = { customer_id: fc.constantFrom('cu-1', 'cu-2'), cluster_id: fc.constantFrom('c-1', 'c-2'), mark: fc.constantFrom('a', 'b-1', 'b0') };
const snapshot: fc.Arbitrary<Observation> = fc.record({ ...cluster, minute: fc.nat(179), nodes: counts(5) }).map(({ minute, nodes, ...who }) => {
  const observed_at = FIRST_HOUR + minute * 60_000;
  // Two snapshots with one hash are one snapshot.
  const seen = { ...who, observed_at, mark: `${who.mark}${JSON.stringify(Object.entries(nodes).sort())}` };
  const units = Object.fromEntries(Object.entries(nodes).map(([pool, count]) => [pool, toUnits(count)]));
  return { hour: { ...seen, hour: Math.floor(observed_at / HOUR_MS) * HOUR_MS, source: 'snapshot', units, interrupted: {} }, inventory: { ...seen, region: 'us-east-1', nodes } };
});
const hours: fc.Arbitrary<Observation> = fc.record({ ...cluster, hour: fc.nat(2), received: fc.nat(3), units: counts(90_000), lost: fc.nat(2) }).map(({ hour, received, units, lost, ...who }) => ({
  hour: {
    ...who,
    hour: FIRST_HOUR + hour * HOUR_MS,
    source: 'hours',
    observed_at: FIRST_HOUR + 5 * HOUR_MS + received,
    mark: `${who.mark}${JSON.stringify([Object.entries(units).sort(), lost])}`,
    units,
    interrupted: lost === 0 ? {} : Object.fromEntries(Object.keys(units).map((pool) => [pool, lost])),
  },
  inventory: received > 1 ? null : { ...who, observed_at: FIRST_HOUR + hour * HOUR_MS, mark: `${received}${who.mark}${JSON.stringify(Object.entries(units).sort())}`, region: 'us-east-1', nodes: units },
}));
const observations = fc.array(fc.oneof(snapshot, hours), { minLength: 1, maxLength: 14 });

const TABLES = {
  sums: `SELECT instance_type || '/' || availability_zone AS pool, customer_id, region, instance_hours::float8, observed_hours, effective FROM pool_exposure ORDER BY 1, 2`,
  hours: 'SELECT customer_id, cluster_id, hour, source, observed_at, mark, pools FROM exposure_hours ORDER BY 1, 2, 3',
  clusters: 'SELECT customer_id, cluster_id, region, observed_at, mark FROM cluster_inventory ORDER BY 1, 2',
  nodes: 'SELECT customer_id, cluster_id, instance_type, availability_zone, region, nodes, observed_at FROM pool_inventory ORDER BY 1, 2, 3, 4',
  interrupted: `SELECT interruption_id, customer_id, cluster_id, instance_type || '/' || availability_zone AS pool, interruption_timestamp, day_of_week, hour_of_day, nodes, source, body_hash, received_at
    FROM interruption_feedback ORDER BY 1`,
} as const;
type Tables = Readonly<Record<keyof typeof TABLES, readonly Record<string, unknown>[]>>;

const tables = async (): Promise<Tables> => Object.fromEntries(await Promise.all(Object.entries(TABLES).map(async ([name, query]) => [name, await database.query(query)]))) as unknown as Tables;
const KEPT = ['pool_exposure', 'exposure_hours', 'cluster_inventory', 'pool_inventory', 'interruption_feedback', 'pool_losses', 'risk_score_adjustments'];
const empty = (): Promise<unknown> => database.execute(`WITH ${KEPT.map((table) => `${table}_gone AS (DELETE FROM ${table})`).join(', ')} SELECT`);

/** What the sums are by their definition. */
const sumsOf = (all: readonly Observation[]): Tables['sums'] => {
  const byHour = new Map<string, number>();
  for (const { customer_id, hour, units } of countingHours(all.map((one) => one.hour)))
    for (const [pool, count] of Object.entries(units)) byHour.set(JSON.stringify([pool, customer_id, hour]), (byHour.get(JSON.stringify([pool, customer_id, hour])) ?? 0) + count);
  const sums = new Map<string, { pool: string; customer_id: string; region: string; instance_hours: number; observed_hours: number; effective: number }>();
  for (const [key, units] of [...byHour].filter(([, count]) => count > 0)) {
    const [pool, customer_id, hour] = JSON.parse(key) as [string, string, number];
    const sum = sums.get(`${pool}|${customer_id}`) ?? { pool, customer_id, region: 'us-east-1', instance_hours: 0, observed_hours: 0, effective: 0 };
    sums.set(`${pool}|${customer_id}`, { ...sum, instance_hours: sum.instance_hours + units / 10_000, observed_hours: sum.observed_hours + 1, effective: sum.effective + effectiveNodes(units / 10_000) * forwardFactor(hour) });
  }
  return [...sums.values()].sort((one, other) => (`${one.pool}|${one.customer_id}` < `${other.pool}|${other.customer_id}` ? -1 : 1));
};

const near = (rows: Tables['sums']): Tables['sums'] => rows.map((row) => ({ ...row, instance_hours: expect.closeTo(Number(row['instance_hours']), 6) as number, effective: expect.closeTo(Number(row['effective']), 4) as number }));

describe('what is written of clusters', () => {
  it('is the same in whatever order, batches and replicas it comes, however often', async () => {
    const twice = observations.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })));
    await fc.assert(
      fc.asyncProperty(twice, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.boolean()), async ([list, repeated], breaks, replicas) => {
        await empty();
        await recorder.record(list);
        const once = await tables();
        await empty();
        const batches: Observation[][] = [];
        for (const one of repeated) (breaks.next().value === true || batches.length === 0 ? batches[batches.push([]) - 1] : batches.at(-1))?.push(one);
        await Promise.all(batches.map((batch) => (replicas.next().value === true ? recorder : others).record(batch)));
        expect(await tables()).toEqual(once);
        expect(once.sums).toEqual(near(sumsOf(list)));
        expect(once.clusters).toHaveLength(newestInventories(list.flatMap(({ inventory }) => inventory ?? [])).length);
      }),
      { numRuns: 30 },
    );
  });

  const at = (minute: number): number => FIRST_HOUR + minute * 60_000;
  const seen = (minute: number, nodes: InventoryAccount['nodes']): Observation => {
    const account = { customer_id: 'cu-1', cluster_id: 'c-1', observed_at: at(minute), mark: String(minute) };
    const units = Object.fromEntries(Object.entries(nodes).map(([pool, count]) => [pool, toUnits(count)]));
    return { hour: { ...account, hour: Math.floor(at(minute) / HOUR_MS) * HOUR_MS, source: 'snapshot', units, interrupted: {} }, inventory: { ...account, region: 'us-east-1', nodes } };
  };
  const told = (over: Partial<HourAccount>): Observation => ({ hour: { ...seen(0, {}).hour, source: 'hours', ...over }, inventory: null });

  it('is the last snapshot of each hour, and the newest inventory', async () => {
    await empty();
    for (const minutes of [10, 50, 30, 70]) await recorder.record([seen(minutes, { [POOLS[0]]: minutes / 10 })]);
    await recorder.record([seen(20, { [POOLS[1]]: 9 })]);
    const { sums, nodes } = await tables();
    expect(sums).toEqual([{ pool: POOLS[0], customer_id: 'cu-1', region: 'us-east-1', instance_hours: 12, observed_hours: 2, effective: expect.any(Number) as number }]);
    expect(nodes).toMatchObject([{ instance_type: 'm5.large', availability_zone: 'us-east-1a', nodes: 7, observed_at: new Date(at(70)) }]);
  });

  it('is what the platform counted of an hour, and its interruptions, until it counts them anew', async () => {
    await empty();
    await recorder.record([told({ observed_at: 1, units: { [POOLS[0]]: toUnits(2.5), [POOLS[1]]: 0 }, interrupted: { [POOLS[0]]: 2, [POOLS[1]]: 1 } }), seen(59, { [POOLS[2]]: 4 })]);
    const before = await tables();
    expect(before.sums).toMatchObject([{ pool: POOLS[0], instance_hours: 2.5, observed_hours: 1 }]);
    expect(before.interrupted.map(({ pool, nodes, source, interruption_timestamp, day_of_week, hour_of_day }) => [pool, nodes, source, interruption_timestamp, day_of_week, hour_of_day]).sort()).toEqual([
      [POOLS[0], 2, 'hours', new Date(FIRST_HOUR + HOUR_MS / 2), 5, 9],
      [POOLS[1], 1, 'hours', new Date(FIRST_HOUR + HOUR_MS / 2), 5, 9],
    ]);
    await recorder.record([told({ observed_at: 2, units: { [POOLS[0]]: toUnits(1) }, interrupted: { [POOLS[0]]: 3 } })]);
    const after = await tables();
    expect(after.sums).toMatchObject([{ pool: POOLS[0], instance_hours: 1, observed_hours: 1 }]);
    expect(after.interrupted).toMatchObject([{ pool: POOLS[0], nodes: 3, interruption_id: before.interrupted.find(({ pool }) => pool === POOLS[0])?.['interruption_id'] }]);
  });

  it('teaches what it says of interruptions, and unlearns it with its correction', async () => {
    await empty();
    const units = { [POOLS[0]]: toUnits(2), [POOLS[1]]: toUnits(2) };
    const lessons = (): Promise<unknown> => database.query("SELECT instance_type || '/' || availability_zone AS pool, interruption_count AS events FROM risk_score_adjustments ORDER BY 1");
    await recorder.record([told({ observed_at: 1, units, interrupted: { [POOLS[0]]: 1 } })]);
    expect(await lessons()).toEqual([{ pool: POOLS[0], events: 1 }]);
    await others.record([told({ observed_at: 2, units, interrupted: { [POOLS[1]]: 1 } })]);
    expect(await lessons()).toEqual([
      { pool: POOLS[0], events: 0 },
      { pool: POOLS[1], events: 1 },
    ]);
  });

  it('may be a hundred thousand nodes of four thousand kinds', async () => {
    await empty();
    const nodes = Object.fromEntries(Array.from({ length: 4_096 }, (_, kind) => [`m${kind}.large/us-east-1${'abcdef'[kind % 6]}`, 24 + (kind % 2)]));
    await recorder.record([seen(1, nodes)]);
    await recorder.record([seen(2, nodes)]);
    const [row] = await database.query('SELECT count(*) AS pools, sum(instance_hours)::float8 AS hours, (SELECT sum(nodes) FROM pool_inventory) AS nodes FROM pool_exposure');
    expect(row).toEqual({ pools: 4_096, hours: 100_352, nodes: 100_352 });
  });
});
