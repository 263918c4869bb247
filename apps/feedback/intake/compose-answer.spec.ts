import { describe, expect, it } from 'vitest';
import type { PoolLevel } from '@ml/contracts/pools';
import type { Assessment } from '../pools/assessment';
import { composeAnswer, type PoolKnown } from './compose-answer';
import { madeUpReport } from './test/made-up-report';

const FIRST = new Date('2026-11-20T13:45:00Z');
const MINE = new Date('2026-11-20T14:20:00Z');

const assessment = (level: PoolLevel, customers: number): Assessment => ({
  level,
  level_before: 'NORMAL',
  changed: false,
  customers,
  customer_ids: ['acme', 'cu-2', 'cu-3'].slice(0, customers),
  interruptions: 4,
  first_at: FIRST,
  last_at: MINE,
  episode_id: null,
  ends_at: null,
  own: new Map(customers >= 3 ? [] : [['acme', { interruptions: 1, first_at: MINE, last_at: MINE }]]),
});

const known = (level: PoolLevel, customers: number, safety = 0.75): PoolKnown => ({
  assessment: assessment(level, customers),
  learned: { safety, confidence: 0.8, prior_safety: safety, interruptions: 4, customers },
  clients: { count: 12, customer_ids: ['cu-8', 'cu-9'] },
  patterns: { temporal: true, workload: false, seasonal: false, isPeakHour: (hour, day) => hour === 14 && day === 2 },
  weight: 0.15,
  warnings: [],
});

const answer = (tenant: string | null, of: PoolKnown) => composeAnswer({ report: madeUpReport({ customer_id: 'acme' }), tenant, asked: false }, of, false);

describe('an answer to a report', () => {
  it.each([
    ['NORMAL', 0.75],
    ['UNCERTAIN', 0.65],
    ['CONFIRMED_RISKY', 0.55],
  ] as const)('takes the level %s off the safety: %d', (level, safety) => {
    expect(answer(null, known(level, 3))).toMatchObject({ risk_level: level, safety_score: safety, new_risk_score: Math.round((1 - safety) * 100) / 100 });
  });

  it('stays between 0 and 1 where there is nothing left to take off', () => {
    expect(answer(null, known('CONFIRMED_RISKY', 3, 0.1))).toMatchObject({ safety_score: 0, new_risk_score: 1 });
  });

  it('tells the platform who they are and how many others should leave', () => {
    expect(answer(null, known('UNCERTAIN', 2))).toMatchObject({
      affected_clients_count: 2,
      clients_to_rebalance: ['cu-8', 'cu-9'],
      clients_to_rebalance_count: 12,
      pattern_analysis: { affected_customer_ids: ['acme', 'cu-2'], first_interruption_time: FIRST.toISOString(), interruptions_in_window: 4, temporal_pattern: { is_peak_hour: true } },
    });
  });

  it('tells a tenant only of itself while fewer than three customers are involved', () => {
    expect(answer('acme', known('UNCERTAIN', 2))).toMatchObject({
      risk_level: 'UNCERTAIN',
      affected_clients_count: 1,
      clients_to_rebalance: [],
      clients_to_rebalance_count: 0,
      pattern_analysis: { affected_customer_ids: [], first_interruption_time: MINE.toISOString(), interruptions_in_window: 1 },
    });
  });

  it('tells a tenant how many there are from three on, and never who', () => {
    expect(answer('acme', known('CONFIRMED_RISKY', 3))).toMatchObject({ affected_clients_count: 3, action_required: 'proactive_rebalance', clients_to_rebalance: [], pattern_analysis: { affected_customer_ids: [], interruptions_in_window: 4 } });
  });

  it('has nothing to tell of a window that has passed', () => {
    const late = { ...known('NORMAL', 0), assessment: { ...assessment('NORMAL', 0), own: new Map(), first_at: null, interruptions: 0 } };
    for (const tenant of ['acme', null]) expect(answer(tenant, late)).toMatchObject({ affected_clients_count: 0, pattern_analysis: { first_interruption_time: null, interruptions_in_window: 0 } });
  });
});
