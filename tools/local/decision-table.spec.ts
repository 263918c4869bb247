import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { DecisionAnswer } from '@ml/contracts/decision';
import { decisionTable } from './decision-table';
import { TERMINAL_COLUMNS } from './wrapped';

const node = { instance_type: 'r5dn.24xlarge', availability_zone: 'ap-southeast-1c', capacity_type: 'on-demand', count: 12, hourly_price: 12.3456, safety_score: 1 };

const pool = {
  id: 'r1',
  action: 'run_instances',
  target: { kind: 'Pool', name: 'r5dn.24xlarge/ap-southeast-1c' },
  estimated_monthly_savings: 12_345.67,
  risk: 'medium',
  reasons: [],
  details: { instance_type: 'r5dn.24xlarge', availability_zone: 'ap-southeast-1c', safety_score: 0.9309, spot_price: 2.345678, on_demand_price: 9.99 },
} as const;

const ANSWER: DecisionAnswer = {
  request_id: 'r',
  decision_id: 'd',
  decision_type: 'spot_optimize',
  cluster_id: 'example-payments',
  engine: { name: 'spot_optimizer', version: '2.0.0', mode: 'active' },
  verdict: 'act',
  recommendations: [pool],
  held: ['SAFETY_BELOW_THRESHOLD', 'NOT_CHOSEN', 'DEARER_THAN_FALLBACK', 'ARCHITECTURE_MISMATCH', 'MEMORY_TOO_SMALL', 'NOT_CHOSEN'].map((code) => ({
    code,
    text: `it is ${code}`,
    target: { kind: 'InstanceType', name: 'm5.large' },
  })),
  confidence_score: 0.93,
  estimated_savings: 123_456.78,
  estimated_annual_savings: 1_481_481.36,
  execution_plan: [],
  preconditions: [],
  valid_until: '2026-11-21T10:00:00Z',
  warnings: [{ code: 'PRICES_STALE', text: `all prices are old${', and so is what they were made from'.repeat(4)}` }],
  missing: [],
  evidence: {
    prices_as_of: '2026-11-21T08:59:45.000Z',
    advisor_as_of: '2026-11-21T09:45:30.360Z',
    on_demand_as_of: '2026-11-21T09:45:30.217Z',
    catalogue_as_of: null,
    source: 'emulator',
    model: null,
    model_fallback: null,
    feedback_weight: 0,
    now: '2026-11-21T10:00:00Z',
    price_snapshot: null,
    pool_snapshot: null,
    config_hash: '',
    state_hash: '',
    build: '',
  },
  allocation_plan: { nodes: [node], hourly_price: 148.15 },
};

const linesOf = (answer: DecisionAnswer): readonly string[] => stripVTControlCharacters(decisionTable(answer)).split('\n');

describe('decisionTable', () => {
  it('stays within 100 columns with the longest names and large amounts', () => {
    expect(linesOf(ANSWER).filter((line) => line.length > TERMINAL_COLUMNS)).toEqual([]);
  });

  it('shows the plan, the alternatives, the warnings, what was held back and how old each source is', () => {
    const shown = linesOf(ANSWER).join('\n');
    expect(shown).toContain('saves $123,456.78 a month, $1,481,481.36 a year');
    expect(shown).toContain('Plan: 12 nodes for $148.15 an hour');
    expect(shown).toMatch(/r5dn\.24xlarge +│ ap-southeast-1c │ 0\.93 +│ 2\.3457/);
    expect(shown).toMatch(/warning: all prices are old, and[^\n]+\n {2}\w/);
    expect(shown).toContain('NOT_CHOSEN (2)');
    expect(shown).toContain('facts of the emulator (invented prices): spot prices 2026-11-21 08:59Z');
    expect(shown).toContain('catalogue none');
  });

  it('says why nothing is to be done and what to run on demand instead, and promises no saving', () => {
    const { allocation_plan: plan, ...rest } = ANSWER;
    const shown = linesOf({ ...rest, verdict: 'infeasible', allocation_plan: null, on_demand_plan: plan }).join('\n');
    expect(shown).toContain('infeasible, confidence 0.93\n  because it is SAFETY_BELOW_THRESHOLD');
    expect(shown).toContain('No spot plan; on demand instead: 12 nodes');
    expect(shown).not.toContain('a year');
  });

  it('shows what is to be done, why, in which steps, and what needs approval', () => {
    const target = { kind: 'Node', name: 'ip-10-0-1-11' };
    const drain = (id: string, name: string) => ({ id, action: 'drain_node', target: { kind: 'Node', name }, estimated_monthly_savings: 140.16, risk: 'low' as const, reasons: [{ code: 'UNDERUTILISED', text: '13% of it is asked for' }], details: {} });
    const step = (action: string, approval: boolean) => ({ step: 1, phase: 'drain', action, target, duration: 1, estimated_duration_seconds: 60, depends_on: [], reversible: !approval, rollback: null, requires_approval: approval });
    const plan = [step('cordon_node', false), step('cordon_node', false), step('drain_node', true)];
    const answer = { ...ANSWER, allocation_plan: undefined, recommendations: [drain('r1', target.name), drain('r2', 'ip-10-0-1-12')], execution_plan: plan, missing: ['current_state.services'] };
    const shown = linesOf(answer).join('\n');
    expect(shown).toMatch(/r1 │ drain_node │ ip-10-0-1-11 │ \$140\.16 +│ low/);
    expect(shown).toContain('r1, r2: 13% of it is asked for');
    expect(shown).toContain('steps: 2 x cordon_node, drain_node (needs approval)');
    expect(shown).toContain('not sent: current_state.services');
  });

  it('shortens digests and long names, and says how many rows it leaves out', () => {
    const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:1.2@sha256:${'a1b2c3d4'.repeat(8)}`;
    const rebuild = (index: number) => ({ ...pool, id: `r${index}`, action: 'rebuild_image', target: { kind: 'Image', name: image } });
    const lines = linesOf({ ...ANSWER, allocation_plan: undefined, recommendations: Array.from({ length: 11 }, (_, index) => rebuild(index + 1)) });
    expect(lines.filter((line) => line.length > TERMINAL_COLUMNS)).toEqual([]);
    expect(lines.join('\n')).toContain('shop/web:1.2@a1b2c3d4');
    expect(lines).toContain('and 3 more');
  });

  it('names no source where an engine needs no facts', () => {
    expect(linesOf({ ...ANSWER, evidence: { ...ANSWER.evidence, source: null } }).join('\n')).not.toContain('facts of');
  });

  it('leaves out columns and tables that an engine knows nothing of', () => {
    const [recommendation] = ANSWER.recommendations;
    const shown = linesOf({ ...ANSWER, allocation_plan: undefined, recommendations: recommendation === undefined ? [] : [{ ...recommendation, details: {} }] }).join('\n');
    expect(shown).not.toContain('spot $/h');
    expect(shown).not.toContain('Plan:');
    expect(shown).toContain('r5dn.24xlarge/ap-southeast-1c');
  });
});
