import { describe, expect, it, beforeEach } from 'vitest';
import { customerLosses } from '@ml/domain/learning/score/customer-losses';
import { decayFactor } from '@ml/domain/learning/score/decay';
import { learnPool, priorOf, type AdvisorView } from '@ml/domain/learning/score/learned-score';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { reportsRead } from '@ml/persistence/stores/feedback/test/reports-read';
import { mulberry32 } from '@ml/testing/mulberry32';
import { ownedDatabase } from '@ml/testing/owned-database';
import { Metrics } from '@ml/platform/metrics';
import type { Logger } from '@ml/platform/logger';
import type { AdvisorBoard } from './advisor-board';
import type { Learned, TouchedPool } from './learned';
import { Learner } from './learner';
import { LessonWatch } from './lesson-watch';
import { putExposure, putReports, REGION, TYPE, ZONE, type MadeReport } from './test/ledger';

const servers = await ownedDatabase('feedback');
const database = servers.connect();
const other = servers.connect();

const NOW = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const POOL = { instance_type: TYPE, availability_zone: ZONE, region: REGION };
const NAME = `${TYPE}/${ZONE}`;

const logged: object[] = [];
const watch = new LessonWatch(database, new Metrics('feedback'), { warn: (fields: object) => logged.push(fields) } as unknown as Logger);
const learnerWith = (view: AdvisorView | undefined): Learner => new Learner({ viewOf: () => view } as unknown as AdvisorBoard, watch);
const learner = learnerWith({ advisor_class: 1, region_rate: null });

const relearn = (pools: readonly TouchedPool[], { by = learner, on = database, now = NOW } = {}): Promise<ReadonlyMap<string, Learned>> =>
  on.transaction(async (tx) => {
    await lockPools(tx, pools);
    return by.relearn(tx, pools, now);
  });

const rows = (): Promise<Record<string, unknown>[]> =>
  database.query(
    `SELECT instance_type, availability_zone, region, base_score::float8, customer_adjustment::float8, final_score::float8, confidence::float8, total_observations, interruption_count, successful_deployments,
       customers, round(losses::numeric, 9) AS losses, round(exposure::numeric, 9) AS exposure, prior_rate FROM risk_score_adjustments ORDER BY 1, 2`,
  );

beforeEach(async () => {
  await database.execute('TRUNCATE interruption_feedback, pool_losses, pool_exposure, risk_score_adjustments, learned_ratios');
});

describe('what is learned of a pool', () => {
  it('is what pure code says of the same reports and hours', async () => {
    await putExposure(database, [
      { customer: 'a', hours: 2_000, nodes: 4, at: daysAgo(20) },
      { customer: 'b', hours: 700, nodes: 1, at: daysAgo(2) },
      { customer: 'c', hours: 9_000, nodes: 10, at: daysAgo(90) },
      { customer: 'd', hours: 10, nodes: 1, at: daysAgo(3) },
      { customer: 'e', hours: 300, nodes: 2, at: daysAgo(4) },
    ]);
    await putReports(database, [
      { customer: 'a', at: daysAgo(1), nodes: 2 },
      { customer: 'a', at: new Date(daysAgo(1).getTime() + 90_000), nodes: 1 },
      { customer: 'b', at: daysAgo(40) },
      { customer: 'f', at: daysAgo(5), nodes: 3 },
    ]);
    const learned = (await relearn([POOL])).get(NAME);

    const decay = decayFactor(NOW.getTime());
    const months = (hours: number, nodes: number, days: number): number => ((hours * nodes) / (1 + (nodes - 1) * 0.5) / 730) * 2 ** (-days / 90);
    const wanted = learnPool(
      {
        customers: [
          { losses: customerLosses([{ at: daysAgo(1).getTime(), nodes: 2 }, { at: daysAgo(1).getTime() + 90_000, nodes: 1 }], 4) * decay, exposure: months(2_000, 4, 20) },
          { losses: customerLosses([{ at: daysAgo(40).getTime(), nodes: 1 }], 1) * decay, exposure: months(700, 1, 2) },
          { losses: 0, exposure: months(9_000, 10, 90) },
          { losses: 0, exposure: months(10, 1, 3) },
          { losses: 0, exposure: months(300, 2, 4) },
          { losses: customerLosses([{ at: daysAgo(5).getTime(), nodes: 3 }], 0) * decay, exposure: 0 },
        ],
      },
      priorOf({ advisor_class: 1, region_rate: null }),
    );
    expect(learned).toMatchObject({ confidence: wanted.confidence, customers: 5, interruptions: 3 });
    expect(learned?.safety).toBeCloseTo(wanted.safety, 6);
    expect(learned?.prior_safety).toBeCloseTo(0.75, 12);
    expect(await rows()).toEqual([
      expect.objectContaining({ base_score: 0.75, final_score: Number(wanted.safety.toFixed(4)), confidence: 0.95, total_observations: 4, interruption_count: 3, successful_deployments: 2, customers: 5 }),
    ]);
  });

  it('is what is expected of it while nobody saw anything, and then nothing is kept', async () => {
    const learned = (await relearn([POOL])).get(NAME);
    expect(learned?.safety).toBeCloseTo(0.75, 12);
    expect(learned).toMatchObject({ confidence: 0.5, interruptions: 0, customers: 0 });
    expect(await rows()).toEqual([]);
  });

  it('does not depend on the batches in which reports came, nor on which replica counted them', async () => {
    const random = mulberry32(7);
    const pick = (count: number): number => Math.floor(random() * count);
    const reports: MadeReport[] = Array.from({ length: 120 }, () => ({
      customer: `customer-${String(pick(6))}`,
      type: pick(2) === 0 ? TYPE : 'c5.xlarge',
      at: new Date(daysAgo(2).getTime() + pick(1_200) * 1_000),
      nodes: 1 + pick(3),
    }));
    await putExposure(database, [
      { customer: 'customer-1', hours: 500, nodes: 3, at: daysAgo(10) },
      { customer: 'customer-2', type: 'c5.xlarge', hours: 800, nodes: 2, at: daysAgo(10) },
    ]);
    const seen: unknown[] = [];
    for (const size of [120, 1, 17]) {
      await database.execute('TRUNCATE interruption_feedback, pool_losses, risk_score_adjustments');
      const order = [...reports].sort(() => random() - 0.5);
      for (let from = 0; from < order.length; from += size) {
        const batch = order.slice(from, from + size);
        const on = from % 2 === 0 ? database : other;
        await on.transaction(async (tx) => {
          const pools = [TYPE, 'c5.xlarge'].map((instance_type) => ({
            ...POOL,
            instance_type,
            customers: [...new Set(batch.filter(({ type }) => type === instance_type).map(({ customer }) => customer))],
          }));
          await putReports(tx, batch);
          await learner.relearn(tx, pools.filter(({ customers }) => customers.length > 0), NOW);
        });
      }
      seen.push(await rows());
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]).toHaveLength(2);
  });

  it('counts reports and counts of hours of the same nodes once', async () => {
    await putReports(database, [{ customer: 'a', at: daysAgo(1), nodes: 2 }]);
    const reported = (await relearn([POOL])).get(NAME);
    await putReports(database, [{ customer: 'a', at: new Date(daysAgo(1).getTime() + 1_800_000), nodes: 2, source: 'hours' }]);
    const both = (await relearn([POOL])).get(NAME);
    expect(both?.safety).toBeCloseTo(reported?.safety ?? 0, 3);
    expect(both?.interruptions).toBe(1);
  });

  it('goes on with the advisor that it knew when prices are not at hand', async () => {
    await putReports(database, [{ customer: 'a', at: daysAgo(1) }]);
    const known = (await relearn([POOL])).get(NAME);
    expect((await relearn([POOL], { by: learnerWith(undefined) })).get(NAME)).toEqual(known);
    expect((await relearn([POOL], { by: learnerWith({ advisor_class: null, region_rate: null }) })).get(NAME)).toEqual(known);
  });

  it('is said once when two customers or more saw a pool far from what the advisor says', async () => {
    logged.length = 0;
    await putReports(database, ['a', 'b', 'c'].flatMap((customer) => [1, 2, 3].map((day) => ({ customer, at: daysAgo(day) }))));
    await relearn([POOL], { by: learnerWith({ advisor_class: null, region_rate: null }) });
    expect(logged).toEqual([]);
    await relearn([POOL]);
    await relearn([POOL]);
    expect(logged).toEqual([expect.objectContaining({ ...POOL, advisor: expect.closeTo(0.75, 9) as number, confidence: 0.95 })]);
  });

  it('is exact for a pool with 10,000 reports of 10,000 customers, of whom only those are read anew who report', async () => {
    const customers = Array.from({ length: 10_000 }, (_, index) => `customer-${String(index)}`);
    await putExposure(database, customers.map((customer) => ({ customer, hours: 100, at: daysAgo(1) })));
    await putReports(database, customers.map((customer, index) => ({ customer, at: new Date(daysAgo(1).getTime() + index * 100) })));
    expect((await relearn([{ ...POOL, customers }])).get(NAME)).toMatchObject({ interruptions: 6, customers: 10_000 });
    await database.execute('ANALYZE');
    await putReports(database, [{ customer: 'customer-7', at: NOW }]);
    const read = await database.transaction((tx) => reportsRead(tx, () => learner.relearn(tx, [{ ...POOL, customers: ['customer-7'] }], NOW)));
    expect(read).toBeGreaterThanOrEqual(2);
    // Those of the customer, what begins each event of the pool, and a few that the planner looks at.
    expect(read).toBeLessThan(2_000);
    const [one] = await rows();
    expect(one).toMatchObject({ total_observations: 10_001, interruption_count: 7, customers: 10_000 });
    await relearn([POOL]);
    const [all] = await rows();
    // Ten thousand floats have no order of their own in which they are added.
    expect(Number(all?.['losses'])).toBeCloseTo(Number(one?.['losses']), 6);
    expect(Number(all?.['exposure'])).toBeCloseTo(Number(one?.['exposure']), 6);
    expect({ ...all, losses: one?.['losses'], exposure: one?.['exposure'] }).toEqual(one);
  }, 30_000);
});
