import { beforeEach, describe, expect, it } from 'vitest';
import { customerLosses } from '@ml/domain/learning/score/customer-losses';
import { decayFactor } from '@ml/domain/learning/score/decay';
import { gatherEvidence, type PoolView } from '@ml/domain/learning/score/gather-evidence';
import { advisorRate, familyRatio, regionRatio } from '@ml/domain/learning/score/learned-score';
import type { Logger } from '@ml/platform/logger';
import { Clock } from '@ml/platform/clock';
import { Metrics } from '@ml/platform/metrics';
import { staleLosses } from '@ml/persistence/stores/feedback/pools-to-learn';
import { keepRatios } from '@ml/persistence/stores/feedback/ratio-rows';
import { mulberry32 } from '@ml/testing/mulberry32';
import { ownedDatabase } from '@ml/testing/owned-database';
import type { AdvisorBoard } from './advisor-board';
import { Learner } from './learner';
import { LessonWatch } from './lesson-watch';
import { TeachPass } from './teach-pass';
import { putExposure, putReports, REGION, type MadeExposure, type MadeReport } from './test/ledger';

const servers = await ownedDatabase('feedback');
const database = servers.connect();
const RATE = advisorRate({ advisor_class: 1, region_rate: null });
const board = {
  viewOf: () => ({ advisor_class: 1, region_rate: RATE }),
  rates: () => [{ region: REGION, instance_type: '', rate: RATE }, ...['m5.large', 'm5.xlarge', 'c5.large'].map((instance_type) => ({ region: REGION, instance_type, rate: RATE }))],
} as unknown as AdvisorBoard;

/** Scores fall with every second, and are kept with four decimals: what is compared is of one moment. */
class StoppedClock extends Clock {
  private readonly at = new Date();

  override shown(): Date {
    return this.at;
  }
}
const stopped = new StoppedClock();

const passAt = (on = database, clock: Clock = stopped): TeachPass =>
  new TeachPass(on, new Learner(board, new LessonWatch(on, new Metrics('feedback'), { warn: () => undefined } as unknown as Logger)), board, clock);

const daysAgo = (days: number): Date => new Date(Math.floor(Date.now() / 1_000) * 1_000 - days * 86_400_000);
const lessons = (): Promise<Record<string, unknown>[]> =>
  database.query('SELECT instance_type, availability_zone, final_score::float8 AS score, customers, interruption_count, total_observations, prior_rate FROM risk_score_adjustments ORDER BY 1, 2');
const ratios = async (): Promise<ReadonlyMap<string, number>> =>
  new Map((await database.query<{ family: string; ratio: number }>('SELECT family, ratio FROM learned_ratios')).map(({ family, ratio }) => [family, ratio]));

beforeEach(async () => {
  await database.execute('TRUNCATE interruption_feedback, pool_losses, pool_exposure, risk_score_adjustments, learned_ratios');
});

describe('learning anew of every pool', () => {
  it('finds for region and families what pure code finds', async () => {
    const random = mulberry32(11);
    const pick = (count: number): number => Math.floor(random() * count);
    const types = ['m5.large', 'm5.xlarge', 'c5.large'];
    const exposures: MadeExposure[] = types.flatMap((type) => Array.from({ length: 7 }, (_, index) => ({ type, customer: `c${String(index)}`, hours: 200 + pick(4_000), nodes: 1 + pick(5), at: daysAgo(pick(60)) })));
    const reports: MadeReport[] = Array.from({ length: 60 }, () => ({ type: types[pick(3)] ?? 'm5.large', customer: `c${String(pick(9))}`, at: daysAgo(1 + pick(80)) }));
    await putExposure(database, exposures);
    await putReports(database, reports);
    const now = Date.now();
    await recount();
    await passAt().run();

    const viewOf = (type: string): PoolView => ({
      advisor_rate: RATE,
      customers: new Map(
        exposures
          .filter((exposure) => exposure.type === type)
          .map(({ customer, hours, nodes = 1, at }) => [
            customer,
            {
              exposure: ((hours * nodes) / (1 + (nodes - 1) * 0.5) / 730) * 2 ** (-(now - at.getTime()) / (90 * 86_400_000)),
              losses: customerLosses(reports.filter((report) => report.type === type && report.customer === customer).map((report) => ({ at: report.at.getTime(), nodes: 1 })), nodes) * decayFactor(now),
            },
          ]),
      ),
    });
    const region = regionRatio(gatherEvidence(types.map(viewOf)));
    const found = await ratios();
    expect([...found.keys()].sort()).toEqual(['', 'c5', 'm5']);
    expect(found.get('')).toBeCloseTo(region, 5);
    expect(found.get('c5')).toBeCloseTo(familyRatio(gatherEvidence([viewOf('c5.large')]), region), 5);
    expect(found.get('m5')).toBeCloseTo(familyRatio(gatherEvidence(['m5.large', 'm5.xlarge'].map(viewOf)), region), 5);
  });

  it('expects more of a pool nobody was interrupted in when the rest of its family was', async () => {
    const customers = ['a', 'b', 'c', 'd', 'e'];
    await putExposure(database, [...customers.map((customer) => ({ customer, type: 'm5.large', hours: 3_000, at: daysAgo(1) })), { customer: 'a', type: 'm5.xlarge', hours: 10, at: daysAgo(1) }, { customer: 'a', type: 'c5.large', hours: 10, at: daysAgo(1) }]);
    await putReports(database, customers.flatMap((customer) => [1, 3, 5].map((day) => ({ customer, type: 'm5.large', at: daysAgo(day) }))));
    await recount();
    await passAt().run();
    const [c5, m5] = (await lessons()).filter(({ instance_type }) => instance_type !== 'm5.large');
    expect(Number(m5?.prior_rate)).toBeGreaterThan(1.2 * Number(c5?.prior_rate));
    expect(Number(c5?.prior_rate)).toBeGreaterThan(RATE);
    expect(Number(m5?.score)).toBeLessThan(Number(c5?.score));
  });

  it('lets a pool recover as months pass, and forgets it when nothing is left', async () => {
    await putExposure(database, [{ customer: 'a', hours: 400, at: daysAgo(1) }]);
    await putReports(database, ['a', 'b', 'c'].map((customer) => ({ customer, at: daysAgo(1) })));
    await recount();
    const scores: number[] = [];
    for (const days of [0, 90, 360]) {
      await passAt(database, new Clock(days * 86_400_000)).run();
      scores.push(Number((await lessons())[0]?.score));
    }
    expect(scores[0]).toBeLessThan(0.7);
    expect([...scores].sort()).toEqual(scores);
    expect(scores[2]).toBeCloseTo(0.75, 1);
    await passAt(database, new Clock(1_500 * 86_400_000)).run();
    expect(await lessons()).toEqual([]);
    expect(await database.query('SELECT 1 FROM pool_losses')).toEqual([]);
  });

  it('counts what platforms count by hours, with them and when they take it back', async () => {
    await putExposure(database, [{ customer: 'a', hours: 400, at: daysAgo(1) }]);
    await passAt().run();
    const before = Number((await lessons())[0]?.score);
    await putReports(database, [{ customer: 'a', at: daysAgo(1), nodes: 2, source: 'hours' }]);
    await passAt().run();
    expect(await lessons()).toEqual([expect.objectContaining({ total_observations: 1, interruption_count: 1 })]);
    expect(Number((await lessons())[0]?.score)).toBeLessThan(before);
    await database.execute('DELETE FROM interruption_feedback');
    await passAt().run();
    expect(Number((await lessons())[0]?.score)).toBe(before);
  });

  it('counts losses again when a customer turns out to have other nodes there than was thought', async () => {
    await putReports(database, [{ customer: 'a', at: daysAgo(1) }]);
    await recount();
    await putExposure(database, [{ customer: 'a', hours: 100, nodes: 10, at: daysAgo(1) }]);
    const lost = async (): Promise<number> => Number((await database.query<{ losses: number }>('SELECT losses FROM pool_losses'))[0]?.losses) * decayFactor(Date.now());
    expect(await lost()).toBeCloseTo(1, 1);
    await passAt().run();
    expect(await lost()).toBeCloseTo(0.18, 1);
  });

  it('looks through ten thousand customers of a pool in no time, before anybody has counted the rows', async () => {
    const customers = Array.from({ length: 10_000 }, (_, index) => `c${String(index)}`);
    await putExposure(database, customers.map((customer) => ({ customer, hours: 100, at: daysAgo(1) })));
    await putReports(database, customers.map((customer) => ({ customer, at: daysAgo(1) })));
    await recount();
    const pools = [{ instance_type: 'm5.large', availability_zone: 'us-east-1a', region: REGION }];
    // A join took ten seconds, after which the statement is ended.
    expect(await database.transaction((tx) => staleLosses(tx, pools, daysAgo(540)))).toEqual([]);
  });

  it('is the same by two replicas at once as by one', async () => {
    const other = servers.connect();
    await putExposure(database, Array.from({ length: 120 }, (_, index) => ({ customer: `c${String(index % 7)}`, type: `m${String(index)}.large`, hours: 100 + index, at: daysAgo(2) })));
    await putReports(database, Array.from({ length: 120 }, (_, index) => ({ customer: `c${String(index % 5)}`, type: `m${String(index)}.large`, at: daysAgo(1) })));
    await recount();
    await passAt().run();
    const alone = await lessons();
    await Promise.all([passAt().run(), passAt(other).run()]);
    expect((await lessons()).map(({ prior_rate, ...lesson }) => lesson)).toEqual(alone.map(({ prior_rate, ...lesson }) => lesson));
    expect(alone).toHaveLength(120);
  });

  it('keeps what families showed although another replica does so at the same moment', async () => {
    const learned = Array.from({ length: 50 }, (_, index) => ({ region: REGION, family: `m${String(index)}`, ratio: 1 }));
    const other = servers.connect();
    let second: Promise<void> | undefined;
    await database.transaction(async (tx) => {
      await keepRatios(tx, learned, new Date());
      second = other.transaction((its) => keepRatios(its, learned, new Date()));
      await expect.poll(() => database.query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).toHaveLength(1);
    });
    await second;
    expect((await ratios()).size).toBe(50);
  });
});

/** As reports do when they come. */
const recount = async (): Promise<void> => {
  const pools = await database.query<{ instance_type: string; availability_zone: string; region: string }>('SELECT DISTINCT instance_type, availability_zone, region FROM interruption_feedback');
  const learner = new Learner(board, new LessonWatch(database, new Metrics('feedback'), { warn: () => undefined } as unknown as Logger));
  await database.transaction((tx) => learner.relearn(tx, pools, new Date()));
};
