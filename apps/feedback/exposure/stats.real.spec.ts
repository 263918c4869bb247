import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '@ml/platform/clock';
import { createLogger } from '@ml/platform/logger';
import { Metrics } from '@ml/platform/metrics';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import type { PoolPublisher } from '../publishing/pool-publisher';
import { CurrentWeight } from './current-weight';
import { ExposureGauges } from './exposure-gauges';
import { StatsController } from './stats.controller';
import { StatsKeeper } from './stats-keeper';

const owned = await ownedDatabase('feedback');
const database = owned.connect({ poolSize: 4 });
const logger = createLogger('feedback', { level: 'silent', file: null });

let nudged = 0;
const publisher = { nudge: () => void (nudged += 1) } as PoolPublisher;
const keeperOn = (db = database, weight = new CurrentWeight(db)): StatsKeeper => new StatsKeeper(db, new Clock(), weight, publisher, logger);
const controller = (clock = new Clock()): StatsController => new StatsController(database, clock, new CurrentWeight(database));

/** The customer `index` had nodes there for so many hours. */
const expose = (hours: readonly number[]): Promise<number> =>
  database.execute(`INSERT INTO pool_exposure (instance_type, availability_zone, customer_id, region, instance_hours, observed_hours, effective)
     SELECT 'm5.large', 'us-east-1a', 'cu-' || place, 'us-east-1', hours, 1, 1 FROM unnest($1::numeric[]) WITH ORDINALITY AS given (hours, place)
     ON CONFLICT (instance_type, availability_zone, customer_id) DO UPDATE SET instance_hours = excluded.instance_hours`, [hours]);
const report = (customer: string, { predicted = null as boolean | null, source = 'report', key = customer } = {}): Promise<number> =>
  database.execute(`INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, day_of_week, hour_of_day, was_predicted, interruption_timestamp, source, dedupe_key, body_hash, received_at)
     VALUES (gen_random_uuid(), $1, 'c-1', 'm5.large', 'us-east-1a', 'us-east-1', 0, 0, $2, '2026-11-20T10:00:00Z', $3, $4, '', '2026-11-20T10:00:01Z')`, [customer, predicted, source, key]);
const told = (): Promise<unknown> => database.query("SELECT body->>'milestone' AS milestone FROM outbox ORDER BY sequence");

beforeEach(async () => {
  nudged = 0;
  await database.execute('TRUNCATE pool_exposure, interruption_feedback, risk_score_adjustments, feedback_learning_stats, milestones_passed, outbox, pool_episodes, pool_blocks');
  await database.execute('UPDATE exposure_arrivals SET last_at = now()');
});

describe('how far learning is', () => {
  it('is nowhere at first', async () => {
    expect(await controller().weight()).toEqual({ feedback_weight: 0, total_instance_hours: 0, milestone: 'Month 1', next_milestone: 'Month 3 (10K instance-hours)', progress: '0%', warnings: [] });
    await keeperOn().refresh();
    expect(await controller().stats()).toMatchObject({ total_instance_hours: 0, total_reports: 0, prediction_accuracy: null, confidence_score: 0.5, customers: 0, last_report_at: null, warnings: [] });
    expect([await told(), nudged]).toEqual([[], 0]);
  });

  it('is counted from hours and reports, and says nothing of anybody', async () => {
    await expose([100_000, 25_000.75]);
    for (let index = 0; index < 20; index += 1) await report('cu-1', { predicted: index < 15, key: `e:${index}` });
    await report('cu-3', { source: 'hours' });
    await database.execute(`INSERT INTO risk_score_adjustments (instance_type, availability_zone, region, base_score, final_score, confidence, interruption_count, successful_deployments) VALUES
      ('m5.large', 'us-east-1a', 'us-east-1', 0.75, 0.6, 0.8, 6, 1), ('m5.large', 'us-east-1b', 'us-east-1', 0.75, 0.7, 0.6, 1, 3)`);
    await database.execute("INSERT INTO pool_blocks (instance_type, availability_zone, region, blocked_until, observed_at) VALUES ('m5.large', 'us-east-1a', 'us-east-1', now() + interval '2 minutes', now())");
    expect(await keeperOn().refresh()).toBe(true);
    const stats = await controller().stats();
    expect(stats).toEqual({
      total_instance_hours: 125_000,
      total_interruptions: 7,
      total_reports: 20,
      total_successful_deployments: 4,
      current_feedback_weight: 0.125,
      prediction_accuracy: 0.75,
      confidence_score: 0.7,
      milestones: { month_1: 'completed', month_3: 'completed', month_6: 'in_progress (125K/200K instance-hours)', month_12: 'pending' },
      customers: 3,
      pools: { known: 2, uncertain: 0, confirmed_risky: 0, blocked: 1 },
      rebalance_jobs: { created: 0, pending: 0, in_progress: 0, completed: 0, failed: 0, expired: 0 },
      last_report_at: '2026-11-20T10:00:01.000Z',
      last_exposure_at: expect.any(String) as string,
      warnings: [],
    });
    expect(JSON.stringify(stats)).not.toMatch(/cu-\d/);
  });

  it('tells every milestone once ever, whichever replica counts, and that the weight is another', async () => {
    const replicas = [keeperOn(), keeperOn(owned.connect({ poolSize: 2 }))];
    await expose([60_000]);
    await Promise.all(replicas.map((keeper) => keeper.refresh(0)));
    expect([await told(), nudged > 0]).toEqual([[{ milestone: 'Month 3' }, { milestone: 'Month 6' }], true]);
    await expose([9_000]);
    await replicas[1]?.refresh(0);
    await expose([499_990]);
    await replicas[0]?.refresh(0);
    await expose([600_000]);
    await replicas[1]?.refresh(0);
    expect(await told()).toEqual(['Month 3', 'Month 6', 'Month 12', 'weight 25%', 'Mature'].map((milestone) => ({ milestone })));
    nudged = 0;
    await replicas[0]?.refresh(0);
    expect(nudged).toBe(0);
  });

  it('is counted by one replica in turn', async () => {
    const replicas = Array.from({ length: 4 }, () => keeperOn(owned.connect({ poolSize: 1 })));
    const turns = await Promise.all(replicas.map((keeper) => keeper.refresh()));
    expect(turns.filter(Boolean)).toHaveLength(1);
    expect(await replicas[0]?.refresh()).toBe(false);
  });

  it('is of ever: totals do not fall when old reports are forgotten, and go on rising with new ones', async () => {
    const totals = async (): Promise<unknown> => {
      await keeperOn().refresh(0);
      const { total_interruptions, total_reports } = await controller().stats();
      return [total_interruptions, total_reports];
    };
    const events = (count: number): Promise<number> =>
      database.execute(`INSERT INTO risk_score_adjustments (instance_type, availability_zone, region, base_score, final_score, confidence, interruption_count) VALUES ('m5.large', 'us-east-1a', 'us-east-1', 1, 1, 1, $1)
        ON CONFLICT (instance_type, availability_zone) DO UPDATE SET interruption_count = excluded.interruption_count`, [count]);
    for (let index = 0; index < 5; index += 1) await report('cu-1', { key: `e:${index}` });
    await events(4);
    expect(await totals()).toEqual([4, 5]);
    expect(await totals()).toEqual([4, 5]);
    await database.execute("DELETE FROM interruption_feedback WHERE dedupe_key < 'e:3'");
    await events(2);
    expect(await totals()).toEqual([4, 5]);
    await report('cu-1', { key: 'e:9' });
    await events(3);
    expect(await totals()).toEqual([5, 6]);
  });

  it('is kept day by day, and the newest day counts', async () => {
    await expose([20_000]);
    await new StatsKeeper(database, new Clock(-DAY_MS), new CurrentWeight(database), publisher, logger).refresh(0);
    await expose([30_000]);
    await keeperOn().refresh(0);
    expect(await database.query('SELECT total_instance_hours AS hours, current_feedback_weight::float8 AS weight FROM feedback_learning_stats ORDER BY stat_day')).toEqual([
      { hours: 20_000, weight: 0.04 },
      { hours: 30_000, weight: 0.06 },
    ]);
    expect((await controller().weight()).feedback_weight).toBe(0.06);
  });
});

describe('when neither snapshots nor hours come', () => {
  it('says so after a day; when none ever came, after the first day', async () => {
    expect((await controller(new Clock(25 * HOUR_MS)).stats()).warnings.map(({ code }) => code)).toEqual(['NO_EXPOSURE']);
    expect((await controller(new Clock(23 * HOUR_MS)).weight()).warnings).toEqual([]);
    await database.execute('UPDATE exposure_arrivals SET last_at = NULL, since = now()');
    expect(await controller(new Clock(23 * HOUR_MS)).stats()).toMatchObject({ last_exposure_at: null, warnings: [] });
    expect(await controller(new Clock(25 * HOUR_MS)).stats()).toMatchObject({ last_exposure_at: null, warnings: [{ code: 'NO_EXPOSURE' }] });
  });

  it('shows for how long', async () => {
    const metrics = new Metrics('feedback');
    const gauges = new ExposureGauges(metrics, new CurrentWeight(database), database, new Clock(2 * HOUR_MS));
    expect(gauges).toBeDefined();
    await database.execute("UPDATE exposure_arrivals SET since = now() - interval '2 hours', last_at = NULL");
    expect(await metrics.registry.metrics()).toMatch(/ml_feedback_exposure_age_seconds{service="feedback"} 144\d\d\b/);
    await database.execute('UPDATE exposure_arrivals SET last_at = now()');
    expect(await metrics.registry.metrics()).toMatch(/ml_feedback_exposure_age_seconds{service="feedback"} 72\d\d\b/);
  });
});
