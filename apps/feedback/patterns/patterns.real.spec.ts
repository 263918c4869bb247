import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type { CallContext } from '@ml/platform/call-context';
import { OnceSchedule } from '@ml/persistence/once-schedule';
import { Clock } from '@ml/platform/clock';
import type { Logger } from '@ml/platform/logger';
import { ownedDatabase } from '@ml/testing/owned-database';
import { DAY_MS, HOUR_MS } from '@ml/units/time';
import { PatternAnswers } from './pattern-answers';
import { PatternBoard } from './pattern-board';
import { PatternPass } from './pattern-pass';
import { PatternReader } from './pattern-reader';
import { PatternsController } from './patterns.controller';

const database = (await ownedDatabase('feedback')).connect();
const schedule = new OnceSchedule(database);
afterAll(() => schedule.stop());

const reader = new PatternReader(database, new Clock());
const board = new PatternBoard(database, { warn: () => undefined } as unknown as Logger);
const pass = new PatternPass(database, schedule, reader);
/** Nothing kept from before. */
const asked = (query: { instance_type: string; region?: string }, tenant: string | null = null) =>
  new PatternsController(new PatternAnswers(reader)).patterns(query, { call: { tenant } as CallContext, attachment: undefined, signal: new AbortController().signal });

interface Said {
  readonly type: string;
  readonly zone: string;
  readonly customer: string;
  readonly at: number;
  readonly workload?: string;
  readonly recovery?: number;
}

const regionOf = (zone: string): string => zone.slice(0, -1);

const store = async (reports: readonly Said[]): Promise<void> => {
  const rows = reports.map(({ type, zone, customer, at, workload = null, recovery = null }) => ({ id: randomUUID(), type, zone, region: regionOf(zone), customer, at: new Date(at).toISOString(), workload, recovery }));
  await database.execute(
    `INSERT INTO interruption_feedback (interruption_id, customer_id, cluster_id, instance_type, availability_zone, region, workload_type, day_of_week, hour_of_day, total_recovery_seconds, interruption_timestamp, dedupe_key, body_hash, received_at)
     SELECT id, customer, customer, type, zone, region, workload, 0, 0, recovery, at, id::text, '', at
     FROM jsonb_to_recordset($1::jsonb) AS said (id uuid, customer text, type text, zone text, region text, workload text, recovery integer, at timestamptz)`,
    [JSON.stringify(rows)],
  );
  await database.execute(
    `INSERT INTO risk_score_adjustments (instance_type, availability_zone, region, base_score, final_score, total_observations)
     SELECT instance_type, availability_zone, region, 1, 1, count(*) FROM interruption_feedback GROUP BY 1, 2, 3
     ON CONFLICT (instance_type, availability_zone) DO UPDATE SET total_observations = excluded.total_observations`,
  );
};
const expose = (type: string, zone: string, customers: number): Promise<number> =>
  database.execute(
    `INSERT INTO pool_exposure (instance_type, availability_zone, customer_id, region, instance_hours) SELECT $1, $2, 'cu-' || n, $3, 730 FROM generate_series(1, $4::integer) AS n`,
    [type, zone, regionOf(zone), customers],
  );

/** Not today: seasons would come and go. */
const TODAY = Date.parse('2026-11-21T00:00:00Z');
/** An interruption each day for so many days, at one hour, by customers in turn. */
const daily = (terms: Pick<Said, 'type' | 'zone'> & { readonly days: number; readonly hour: number; readonly customers: number; readonly workload?: string }): readonly Said[] =>
  Array.from({ length: terms.days }, (_, day) => ({ ...terms, customer: `cu-${1 + (day % terms.customers)}`, at: TODAY - (day + 1) * DAY_MS + terms.hour * HOUR_MS, recovery: 100 }));

describe('patterns of a type', () => {
  it('are empty for a type that nobody has seen', async () => {
    const nothing = { instance_type: 'x9.large', region: null, temporal_patterns: { high_risk_hours: [], high_risk_days: [], peak_interruption_time: null }, workload_patterns: {}, seasonal_patterns: {}, since: null };
    expect(await asked({ instance_type: 'x9.large' })).toEqual({ ...nothing, interruptions: 0, customers: 0 });
    expect(await asked({ instance_type: 'x9.large' }, 'acme')).toEqual({ ...nothing, interruptions: null, customers: null });
  });

  it('are read from the reports of all its pools, with hours to go by', async () => {
    await store([...daily({ type: 'm5.large', zone: 'us-east-1a', days: 40, hour: 14, customers: 4, workload: 'web' }), ...daily({ type: 'm5.large', zone: 'eu-west-1b', days: 10, hour: 3, customers: 2, workload: 'db' }), ...daily({ type: 'm5.xlarge', zone: 'us-east-1a', days: 30, hour: 9, customers: 3 })]);
    await expose('m5.large', 'us-east-1a', 4);
    await expose('m5.large', 'eu-west-1b', 2);
    const all = await asked({ instance_type: 'm5.large' });
    expect(all).toMatchObject({ interruptions: 50, customers: 4, temporal_patterns: { high_risk_hours: [14], high_risk_days: [], peak_interruption_time: '14:00-15:00' } });
    expect(all.workload_patterns).toEqual({ web: { interruption_rate: 6.667, avg_recovery_seconds: 100, interruptions: 40 }, db: { interruption_rate: 1.667, avg_recovery_seconds: 100, interruptions: 10 } });
    expect((await asked({ instance_type: 'm5.large', region: 'eu-west-1' })).interruptions).toBe(10);
  });

  it('tell a tenant nothing of two customers, in the whole as little as by region', async () => {
    const [whole, region, hidden] = [await asked({ instance_type: 'm5.large' }, 'acme'), await asked({ instance_type: 'm5.large', region: 'us-east-1' }, 'acme'), await asked({ instance_type: 'm5.large', region: 'eu-west-1' }, 'acme')];
    expect(whole.workload_patterns).toEqual({ web: { interruption_rate: 10, avg_recovery_seconds: 100, interruptions: 40 } });
    expect({ ...whole, region: 'us-east-1' }).toEqual(region);
    expect(hidden).toMatchObject({ interruptions: null, customers: null, since: null, workload_patterns: {} });
  });

  it('stand with the lessons of its pools, and on the board from which reports are answered', async () => {
    await board.refresh();
    expect(board.of('m5.large', 'us-east-1')).toMatchObject({ temporal: false, workload: false, seasonal: false });
    await pass.run();
    await board.refresh();
    expect(board.of('m5.large', 'us-east-1')).toMatchObject({ temporal: true, workload: true, seasonal: false });
    expect([14, 15].map((hour) => board.of('m5.large', 'us-east-1').isPeakHour(hour, 2))).toEqual([true, false]);
    expect(board.of('m5.large', 'eu-west-1')).toMatchObject({ temporal: false, workload: false, seasonal: false });
    expect(board.of('m5.xlarge', 'us-east-1')).toMatchObject({ temporal: true, workload: false });
    const rows = await database.query(`SELECT instance_type, region, temporal_data->>'peak_interruption_time' AS peak, workload_data FROM risk_score_adjustments ORDER BY 1, 2`);
    expect(rows).toEqual([
      { instance_type: 'm5.large', region: 'eu-west-1', peak: null, workload_data: null },
      { instance_type: 'm5.large', region: 'us-east-1', peak: '14:00-15:00', workload_data: { web: { interruption_rate: 10, avg_recovery_seconds: 100, interruptions: 40 } } },
      { instance_type: 'm5.xlarge', region: 'us-east-1', peak: '09:00-10:00', workload_data: null },
    ]);
  });

  it('are looked for again only where something was observed, and not where somebody is at work', async () => {
    const looked = (): Promise<Record<string, unknown>[]> =>
      database.query(`SELECT availability_zone AS zone, total_observations - patterns_of AS open, (workload_data->'web'->'interruptions')::integer AS web FROM risk_score_adjustments WHERE instance_type = 'm5.large' AND region = 'us-east-1' ORDER BY 1`);
    await store(daily({ type: 'm5.large', zone: 'us-east-1c', days: 2, hour: 5, customers: 2, workload: 'web' }));
    await database.transaction(async (tx) => {
      await tx.query(`SELECT FROM risk_score_adjustments WHERE availability_zone = 'us-east-1c' FOR UPDATE`);
      await pass.run();
      expect(await looked()).toEqual([{ zone: 'us-east-1a', open: 0, web: 42 }, { zone: 'us-east-1c', open: 2, web: null }]);
    });
    await pass.run();
    expect(await looked()).toEqual([{ zone: 'us-east-1a', open: 0, web: 42 }, { zone: 'us-east-1c', open: 0, web: 42 }]);
  });
});
