import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { askInterruption, interruptionReported, type InterruptionAnswer, type InterruptionReport } from '@ml/contracts/interruptions';
import { Database } from '@ml/persistence/database';
import { runInCall } from '@ml/platform/call-context';
import { realServers } from '@ml/testing/real';
import { onTheBus } from '@ml/testing/serve-module';
import { MINUTE_MS } from '@ml/units/time';
import { madeUpReport } from './test/made-up-report';
import { serveFeedback } from './test/served-intake';

const servers = await realServers();
const { bus } = await onTheBus(servers, 'gateway');
await serveFeedback(servers);
const database = new Database({ owner: 'feedback', url: servers.database.urlOf('feedback'), poolSize: 2, entities: [], statementTimeoutMs: 10_000 });

afterAll(() => database.close());

const as = <T>(tenant: string | null, work: () => Promise<T>): Promise<T> => runInCall({ requestId: 'spec', tenant, scope: 'platform', deadline: Date.now() + 30_000 }, work);
const send = async (report: InterruptionReport, { tenant = null, id = report.interruption_id }: { readonly tenant?: string | null; readonly id?: string } = {}): Promise<InterruptionAnswer> => {
  const { answer } = await as(tenant, () => bus.report(interruptionReported, report, { id, waitMs: 20_000 }));
  if (answer === undefined) throw new Error('nobody answered');
  return answer;
};
const look = (report: InterruptionReport, tenant: string | null = null) => as(tenant, () => bus.ask(askInterruption, report));
const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();
const kept = () => database.query<{ customer_id: string; dedupe_key: string }>('SELECT * FROM interruption_feedback ORDER BY customer_id, dedupe_key');

/** The stream remembers ids: each test has types of its own. */
let type = '';
let tests = 0;
const of = (said: Parameters<typeof madeUpReport>[0] = {}): InterruptionReport => madeUpReport({ instance_type: type, ...said });

beforeEach(async () => {
  type = `m5.t${String((tests += 1))}`;
  await database.execute('TRUNCATE interruption_feedback, refused_reports, pool_episodes, risk_score_adjustments, pool_losses, outbox');
});

describe('a report', () => {
  it('is answered with what it taught: level, score, confidence, patterns', async () => {
    const report = of();
    expect(await send(report)).toEqual({
      success: true,
      interruption_id: report.interruption_id,
      duplicate: false,
      risk_level: 'NORMAL',
      affected_clients_count: 1,
      action_required: 'monitor',
      clients_to_rebalance: [],
      clients_to_rebalance_count: 0,
      new_risk_score: expect.any(Number) as number,
      safety_score: expect.any(Number) as number,
      confidence: 0.65,
      feedback_weight: 0,
      patterns_detected: { temporal: false, workload: false, seasonal: false },
      pattern_analysis: {
        affected_customer_ids: ['cu-1'],
        first_interruption_time: expect.any(String) as string,
        interruptions_in_window: 1,
        temporal_pattern: { day_of_week: 2, hour_of_day: 14, is_peak_hour: false },
      },
      warnings: [{ code: 'UNKNOWN_INSTANCE_TYPE', text: expect.stringContaining(type) as string }],
    });
    const { warnings } = await send(of({ instance_type: 'm5.large' }));
    expect(warnings).toEqual([]);
  });

  it('makes a pool risky with the third customer and not before, and lists those who should leave', async () => {
    await database.execute("INSERT INTO cluster_inventory VALUES ('cu-7', 'c-7', 'us-east-1', now()), ('cu-1', 'c-1', 'us-east-1', now())");
    await database.execute("INSERT INTO pool_inventory VALUES ('cu-7', 'c-7', $1, 'us-east-1a', 'us-east-1', 4, now()), ('cu-1', 'c-1', $1, 'us-east-1a', 'us-east-1', 4, now())", [type]);
    const same = await Promise.all(Array.from({ length: 5 }, (_, index) => send(of({ interruption_timestamp: ago(index * 5 + 1) }))));
    expect(same.every(({ risk_level }) => risk_level === 'NORMAL')).toBe(true);
    const second = await send(of({ customer_id: 'cu-2' }));
    expect(second).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 2, action_required: 'monitor', clients_to_rebalance: [] });
    const third = await send(of({ customer_id: 'cu-3' }));
    expect(third).toMatchObject({ risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, action_required: 'proactive_rebalance', clients_to_rebalance: ['cu-7'], clients_to_rebalance_count: 1 });
    expect(third.pattern_analysis.affected_customer_ids).toEqual(['cu-1', 'cu-2', 'cu-3']);
    expect(third.safety_score).toBeLessThanOrEqual(second.safety_score);
    expect(third.new_risk_score).toBeCloseTo(1 - third.safety_score, 12);
  });

  it('shows a tenant the level and itself, and of others nothing', async () => {
    await send(of({ customer_id: 'cu-2', interruption_timestamp: ago(30) }));
    const mine = await send(of({ customer_id: 'acme', cluster_id: 'mine' }), { tenant: 'acme' });
    expect(mine).toMatchObject({ risk_level: 'UNCERTAIN', affected_clients_count: 1, pattern_analysis: { affected_customer_ids: [], interruptions_in_window: 1 } });
    expect(Date.parse(mine.pattern_analysis.first_interruption_time ?? '')).toBeGreaterThan(Date.parse(ago(5)));
    const three = await send(of({ customer_id: 'cu-3' }));
    expect(three.pattern_analysis.affected_customer_ids).toHaveLength(3);
    const known = await look(of({ customer_id: 'acme', cluster_id: 'other' }), 'acme');
    expect(known).toBeNull();
    const again = await send(of({ customer_id: 'acme', cluster_id: 'again' }), { tenant: 'acme' });
    expect(again).toMatchObject({ risk_level: 'CONFIRMED_RISKY', affected_clients_count: 3, clients_to_rebalance: [], clients_to_rebalance_count: 0, pattern_analysis: { affected_customer_ids: [] } });
  });
});

describe('a report that comes again', () => {
  it('is a duplicate and counts nothing, also when the stream has forgotten it', async () => {
    const report = of();
    const first = await send(report);
    const again = await send({ ...report, received_at: new Date(Date.now() + 1_000).toISOString() }, { id: `${report.interruption_id}-again` });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await kept()).toHaveLength(1);
  });

  it('is no duplicate when only the stream delivers it once more', async () => {
    const report = of();
    const [first, again] = [await send(report), await send(report, { id: `${report.interruption_id}-redelivered` })];
    expect(again).toEqual(first);
    expect(await kept()).toHaveLength(1);
  });

  it('is one of the same second, whatever else it says, unless it names an event', async () => {
    const at = ago(1);
    await send(of({ interruption_timestamp: at }));
    expect(await send(of({ interruption_timestamp: at, nodes: 3 }))).toMatchObject({ duplicate: true });
    expect(await send(of({ interruption_timestamp: at, event_id: `${type}-1` }))).toMatchObject({ duplicate: false });
    expect((await kept()).length).toBe(2);
  });

  it('is refused with another body under its event id, kept aside, and counts nothing', async () => {
    const event_id = `${type}-event`;
    await send(of({ event_id }));
    const other = of({ event_id, nodes: 7 });
    await expect(send(other)).rejects.toMatchObject({ code: 'EVENT_ID_REUSED', path: 'event_id' });
    await expect(look(other)).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
    expect(await kept()).toHaveLength(1);
    expect(await database.query('SELECT report_id, code, body FROM refused_reports')).toEqual([{ report_id: other.interruption_id, code: 'EVENT_ID_REUSED', body: { ...other } }]);
    expect(await send(of({ event_id, customer_id: 'cu-2' }))).toMatchObject({ duplicate: false });
  });

  it('can be asked about: nothing yet, then the same answer', async () => {
    const report = of();
    expect(await look(report)).toBeNull();
    const answer = await send(report);
    expect(await look(report)).toEqual(answer);
    expect(await look({ ...report, received_at: ago(-1) })).toEqual({ ...answer, duplicate: true });
  });
});

describe('many reports', () => {
  const storm = (): readonly InterruptionReport[] =>
    Array.from({ length: 240 }, (_, index) =>
      of({
        customer_id: `cu-${String(index % 7)}`,
        cluster_id: `c-${String(index % 11)}`,
        availability_zone: `us-east-1${'abc'[index % 3] ?? 'a'}`,
        interruption_timestamp: new Date(Date.parse('2026-11-01T00:00:00Z') + index * 40_000).toISOString(),
        received_at: '2026-11-22T00:00:00.000Z',
        nodes: 1 + (index % 4),
      }),
    );
  const learned = () => database.query<{ readonly final_score: number }>('SELECT availability_zone, interruption_count, customers, final_score::float8, confidence FROM risk_score_adjustments WHERE instance_type = $1 ORDER BY 1', [type]);

  it('leave the same behind in any order, with any of them twice, from many at once', async () => {
    const reports = storm();
    await Promise.all(reports.map((report) => send(report)));
    const [rows, scores] = [await kept(), await learned()];
    expect(rows).toHaveLength(240);
    await database.execute('TRUNCATE interruption_feedback, pool_episodes, risk_score_adjustments, pool_losses');
    const shuffled = [...reports, ...reports.slice(0, 80)].map((report, index) => ({ report, id: `${type}-${String(index)}` })).sort((a, b) => (a.id < b.id ? -1 : 1));
    await Promise.all(shuffled.map(({ report, id }) => send(report, { id })));
    const plain = (list: readonly object[]): readonly object[] => list.map((row) => ({ ...row, created_at: null }));
    expect(plain(await kept())).toEqual(plain(rows));
    // Scores fall with every second, and are kept with four decimals.
    expect(await learned()).toEqual(scores.map((row) => ({ ...row, final_score: expect.closeTo(row.final_score, 3) as number })));
  });

  it('are counted although one among them can never be stored; that one becomes a dead letter and is told', async () => {
    const poison = of({ customer_id: 'poison', nodes: 3e9 });
    const others = Array.from({ length: 40 }, (_, index) => of({ customer_id: `cu-${String(index)}` }));
    const results = await Promise.allSettled([...others.slice(0, 20), poison, ...others.slice(20)].map((report) => send(report)));
    expect(results.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: { code: 'BAD_FIELD' } }]);
    expect(await kept()).toHaveLength(40);
  });
});
