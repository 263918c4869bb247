import { describe, expect, it } from 'vitest';
import { decide, lesson, lessons, marketOf, planIn, TEN, typeOf } from './spot-input.fixture';

describe('ten new nodes', () => {
  const decision = decide({ requirements: TEN });

  it('are spread over the cheapest pools, two at most in each, with two on demand', () => {
    expect(decision.verdict).toBe('act');
    expect(planIn(decision)?.nodes.map((line) => [line.instance_type, line.availability_zone, line.capacity_type, line.count])).toEqual([
      ['m5.large', 'us-east-1a', 'spot', 2],
      ['m5.large', 'us-east-1b', 'spot', 2],
      ['m5.large', 'us-east-1c', 'spot', 2],
      ['c5.large', 'us-east-1a', 'spot', 2],
      ['c5.large', 'us-east-1a', 'on-demand', 1],
      ['c5.large', 'us-east-1b', 'on-demand', 1],
    ]);
    expect(planIn(decision)?.layers.every((layer) => layer.holds)).toBe(true);
    // 0.466 an hour and, eight times, 2.5% a month of a recovery for 1.1 USD.
    expect(planIn(decision)).toMatchObject({ hourly_price: 0.466, expected_hourly_cost: 0.466301 });
  });

  it('save the difference to ten on-demand nodes', () => {
    // 10 x 0.1 - (2 x 0.030 + 2 x 0.031 + 2 x 0.032 + 2 x 0.040 + 2 x 0.1) = 0.534 an hour
    expect(decision.estimated_savings).toBe(389.82);
    expect(decision.estimated_annual_savings).toBe(4_677.84);
  });

  it('are recommended from the safest pool down, with its components', () => {
    expect(decision.recommendations).toHaveLength(5);
    expect(decision.recommendations[0]).toMatchObject({
      target: { kind: 'Pool', name: 'm5.large/us-east-1a' },
      estimated_monthly_savings: 51.1,
      risk: 'low',
      details: { rank: 1, risk_score: 0.975, safety_score: 0.975, components: { advisor: 1, volatility: 1, structural: 0.75, customer: 0.5 }, interruption_class: '<5%', nodes_in_plan: 2 },
    });
  });

  it('are launched first and then seen to be ready; nothing is destroyed', () => {
    expect(decision.execution_plan.map((step) => [step.action, step.requires_approval])).toEqual([...Array.from({ length: 6 }, () => ['run_instances', false]), ['wait_nodes_ready', false]]);
    expect(decision.execution_plan.at(-1)?.depends_on).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('always come with an on-demand fallback and full confidence in fresh facts', () => {
    expect(decision.extra['fallback_on_demand']).toMatchObject([{ instance_type: 'c5.large', on_demand_price: 0.1 }, { instance_type: 'm5.large' }]);
    expect(decision.confidence_score).toBe(1);
    expect(decision.valid_until).toBe('2026-11-20T11:05:00.000Z');
  });

  it('use the gap and the hour in version 1', () => {
    const first = decide({ requirements: TEN }, '1.0.0').recommendations[0];
    // 0.60 + 0.25 + 0.10 x 0.7 + 0.05 (05:05 in Virginia)
    expect(first?.details).toMatchObject({ risk_score: 0.97, components: { advisor: 1, volatility: 1, gap: 0.7, time: 1 } });
  });
});

describe('nothing is decided', () => {
  it.each([
    ['NO_PRICE_DATA', { prices: undefined, requirements: TEN }],
    ['NO_PRICE_DATA', { prices: marketOf({ pools: [] }), requirements: TEN }],
    ['NO_PRICE_DATA', { requirements: { ...TEN, region: 'eu-west-1' } }],
    ['MISSING_FIELD', { requirements: { ...TEN, region: null } }],
    ['MISSING_FIELD', { requirements: { region: 'us-east-1', count: 5 } }],
    ['MISSING_FIELD', { requirements: { region: 'us-east-1', vcpu: 2, memory_gib: 8 } }],
    ['BAD_FIELD', { requirements: { ...TEN, vcpu: -1 } }],
    ['BAD_FIELD', { requirements: { ...TEN, count: 0 } }],
    ['BAD_FIELD', { requirements: { ...TEN, product: 'BeOS' } }],
    ['BAD_FIELD', { requirements: TEN, constraints: { max_pool_allocation_pct: '20' } }],
    ['NO_CANDIDATE', { requirements: { ...TEN, vcpu: 64 } }],
    ['NO_CANDIDATE', { requirements: { ...TEN, instance_types: ['q1.large'] } }],
    ['UNKNOWN_INSTANCE_TYPE', { requirements: { region: 'us-east-1', current: { instance_type: 'q1.large', capacity_type: 'spot', availability_zone: 'us-east-1a' } } }],
    ['PRICE_UNKNOWN', { requirements: { region: 'us-east-1', current: { instance_type: 'm5.large', capacity_type: 'spot', availability_zone: 'us-east-1f' } } }],
  ])('with %s (%#)', (code, scene) => {
    const decision = decide(scene);
    expect(decision.verdict).toBe('hold');
    expect(decision.held[0]?.code).toBe(code);
    expect([decision.recommendations, decision.execution_plan, decision.estimated_savings]).toEqual([[], [], 0]);
  });

  it('names the path of a wrong field', () => {
    expect(decide({ requirements: { ...TEN, availability_zones: ['us-east-1a', 7] } }).held[0]).toMatchObject({
      target: { kind: 'Request', name: 'requirements.availability_zones[1]' },
      text: 'requirements.availability_zones[1]: 7 is not a text',
    });
  });

  it('names every type asked for that nobody knows', () => {
    const { held } = decide({ requirements: { ...TEN, instance_types: ['q1.large', 'm5.large'] } });
    expect(held).toContainEqual({ target: { kind: 'InstanceType', name: 'q1.large' }, code: 'UNKNOWN_INSTANCE_TYPE', text: 'q1.large is not in the catalogue of us-east-1' });
  });

  it('but an on-demand plan is given when no pool is safe', () => {
    const decision = decide({ prices: marketOf({ types: [typeOf('m5.large', { advisorClass: 4 }), typeOf('c5.large', { advisorClass: 3 })] }), requirements: TEN });
    expect(decision.held[0]?.code).toBe('NO_CANDIDATE');
    expect(planIn(decision, 'on_demand_plan')).toMatchObject({ nodes_after: 10, hourly_price: 1 });
  });

  it('when interruptions cost more than spot saves', () => {
    const decision = decide({ requirements: TEN, config: { recovery_usd: 10_000 } });
    expect(decision).toMatchObject({ verdict: 'hold', held: [{ code: 'ON_DEMAND_CHEAPER' }, {}, {}] });
    expect(planIn(decision, 'on_demand_plan')?.nodes.every((line) => line.capacity_type === 'on-demand')).toBe(true);
  });
});

describe('the evidence', () => {
  const old = marketOf({ prices_as_of: '2026-11-10T10:00:00Z', advisor_as_of: '2026-06-28T00:00:00Z' });

  it('lowers confidence and warns when prices and advisor data are old', () => {
    const decision = decide({ prices: old, requirements: TEN });
    expect(decision.confidence_score).toBe(0.2);
    expect(decision.warnings.map((warning) => warning.code)).toEqual(['PRICES_STALE', 'ADVISOR_STALE']);
    expect(decision.evidence).toMatchObject({ prices_as_of: '2026-11-10T10:00:00Z', advisor_as_of: '2026-06-28T00:00:00Z', source: 'emulator' });
  });

  it('lowers confidence where the volatility is unknown and where the request leaves fields out', () => {
    const short = marketOf({ pools: marketOf().pools.map((pool) => ({ ...pool, cv_168h: null, history_hours: 3 })) });
    expect(decide({ prices: short, requirements: TEN }).confidence_score).toBe(0.75);
    const vague = decide({ requirements: { region: 'us-east-1', vcpu: 2, count: 10 } });
    expect(vague.missing).toEqual(['requirements.memory_gib', 'requirements.architecture']);
    expect(vague.confidence_score).toBe(0.86);
  });

  it('has the feedback weight where the formula uses it', () => {
    const pools = { ...lessons(lesson({ learned_score: 1 })), weight: 0.1 };
    expect(decide({ requirements: TEN, pools }).evidence.feedback_weight).toBe(0.1);
    expect(decide({ requirements: TEN, pools }, '1.0.0').evidence.feedback_weight).toBe(0);
    // Also where the scores are why nothing can be used.
    const none = decide({ requirements: TEN, pools, constraints: { min_risk_score: 1 } });
    expect([none.verdict, none.evidence.feedback_weight]).toEqual(['hold', 0.1]);
  });

  it('says when the kind of workload is not known', () => {
    expect(decide({ requirements: { ...TEN, workload_type: 'quantum' } }).warnings.map((warning) => warning.code)).toEqual(['WORKLOAD_TYPE_UNKNOWN']);
  });
});
