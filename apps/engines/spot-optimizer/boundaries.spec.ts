import { describe, expect, it } from 'vitest';
import { codesOf, decide, lessons, marketOf, nodeOf, planIn, poolOf, TEN, typeOf } from './spot-input.fixture';

/** Every pool of the fixture's market scores the same. */
const scoring = (advisorClass: 1 | 2, cv: number) => {
  const market = marketOf({ types: [typeOf('m5.large', { advisorClass }), typeOf('c5.large', { advisorClass })] });
  return { ...market, pools: market.pools.map((pool) => ({ ...pool, cv_168h: cv })) };
};
const scores = (decision: ReturnType<typeof decide>): readonly unknown[] => [...new Set(decision.recommendations.map((found) => found.details['safety_score']))];

describe('a pool exactly at a threshold', () => {
  it('of 0.75 is safe, and of low risk', () => {
    // 0.60 x 0.75 + 0.30 x (1 - 0.05 / 0.20) + 0.10 x 0.75
    const decision = decide({ prices: scoring(1, 0.05), requirements: TEN });
    expect(decision.verdict).toBe('act');
    expect(scores(decision)).toEqual([0.75]);
    expect(decision.recommendations.every((found) => found.risk === 'low')).toBe(true);
    expect(planIn(decision)?.layers[0]).toMatchObject({ layer: 'min_risk_score', value: 0.75, holds: true });
  });

  it('of 0.5 is the last that a relaxed request may use, and of medium risk', () => {
    // 0.60 x 0.5 + 0.30 x 5 / 12 + 0.10 x 0.75
    const at = decide({ prices: scoring(2, 7 / 60), requirements: TEN, constraints: { allow_relaxed: true } });
    expect(scores(at)).toEqual([0.5]);
    expect(at.recommendations.every((found) => found.risk === 'medium')).toBe(true);
    const below = decide({ prices: scoring(2, 0.1168), requirements: TEN, constraints: { allow_relaxed: true } });
    expect(below).toMatchObject({ verdict: 'hold', held: [{ code: 'NO_CANDIDATE' }, {}, {}] });
  });

  it('is not used below 0.75 while others are above, relaxed or not', () => {
    const prices = marketOf({ types: [typeOf('m5.large', { advisorClass: 2 }), typeOf('c5.large')] });
    const decision = decide({ prices, requirements: TEN, constraints: { allow_relaxed: true } });
    expect(planIn(decision)?.nodes.some((line) => line.capacity_type === 'spot' && line.instance_type === 'm5.large')).toBe(false);
    const held = decision.held.find((found) => found.target.name === 'm5.large');
    expect(held?.text).toBe('m5.large scores below 0.75: 10-15% of its instances are interrupted in a month, and no pool of that class can reach it until more has been learned');
  });

  it('of the price asked for may be used', () => {
    const decision = decide({ requirements: { ...TEN, max_price_usd_per_hour: 0.032 } });
    expect(decision.recommendations.map((found) => found.target.name)).toEqual(['m5.large/us-east-1a', 'm5.large/us-east-1b', 'm5.large/us-east-1c']);
  });

  it('of the on-demand price of the fallback is not recommended, however safe it is', () => {
    const types = [...marketOf().types, typeOf('x9.large', { price: 1 })];
    const prices = marketOf({ types, pools: [...marketOf().pools, poolOf('x9.large/us-east-1a', 0.1)] });
    const decision = decide({ prices, requirements: TEN, config: { recommended_pools: 50 } });
    expect(decision.held.filter((found) => found.target.name === 'x9.large').map((found) => found.code)).toEqual(['DEARER_THAN_FALLBACK', 'PRICE_UNKNOWN']);
    expect(decision.recommendations.some((found) => found.target.name.startsWith('x9'))).toBe(false);
  });

  it('of memory may be used', () => {
    expect(codesOf(decide({ requirements: TEN, constraints: { max_memory_gb: 8, min_cpu_cores: 2 } }))).not.toContain('MEMORY_ABOVE_MAXIMUM');
  });
});

describe('a constraint', () => {
  it('equal to the layer is no weaker wish', () => {
    const constraints = { min_risk_score: 0.75, min_availability_zones: 3, max_pool_allocation_pct: 20, min_on_demand_buffer_pct: 15 };
    expect(decide({ requirements: TEN, constraints }).warnings).toEqual([]);
  });

  it('that is stricter on score and zones holds back what the layer would let pass', () => {
    expect(decide({ requirements: TEN, constraints: { min_risk_score: 0.98 } }).held[0]?.code).toBe('NO_CANDIDATE');
    expect(decide({ requirements: TEN, constraints: { min_availability_zones: 4 } }).extra['binding_layers']).toMatchObject([{ layer: 'min_availability_zones', limit: 4, value: 3 }]);
  });
});

describe('facts that are old', () => {
  const warnings = (scene: Parameters<typeof decide>[0]): readonly string[] => decide({ requirements: TEN, ...scene }).warnings.map((warning) => warning.code);

  it.each([
    ['2026-11-19T10:05:00Z', []],
    ['2026-11-19T10:04:00Z', ['PRICES_STALE']],
  ])('are warned of: prices of %s', (prices_as_of, expected) => {
    expect(warnings({ prices: marketOf({ prices_as_of }) })).toEqual(expected);
  });

  it.each([
    ['2026-11-20T07:05:00Z', []],
    ['2026-11-20T07:04:00Z', ['LESSONS_STALE']],
  ])('are warned of: lessons of interruptions of %s', (as_of, expected) => {
    expect(warnings({ pools: { ...lessons(), as_of } })).toEqual(expected);
  });

  it.each([
    ['2026-10-06T10:05:00Z', []],
    ['2026-10-06T10:04:00Z', ['ADVISOR_STALE']],
  ])('are warned of: advisor data of %s', (advisor_as_of, expected) => {
    expect(warnings({ prices: marketOf({ advisor_as_of }) })).toEqual(expected);
  });

  it.each([
    ['2026-11-20T09:50:00Z', [], 1],
    ['2026-11-20T09:35:00Z', [], 1],
    ['2026-11-20T09:34:59Z', ['STATE_STALE'], 1],
    ['2026-11-20T07:41:00Z', ['STATE_STALE'], 0.96],
    ['2026-11-19T10:05:00Z', ['STATE_STALE'], 0.6],
  ])('are warned of and lower the confidence: a state of %s', (observedAt, expected, confidence) => {
    expect(warnings({ observedAt })).toEqual(expected);
    expect(decide({ requirements: TEN, observedAt }).confidence_score).toBe(confidence);
  });

  it('are not used: a price 90 days older than the newest is of a pool that nobody sells', () => {
    const kept = marketOf().pools.map((pool) => (pool.instance_type === 'm5.large' ? { ...pool, price_since: '2026-08-22T10:00:00.000Z' } : pool));
    expect(decide({ prices: marketOf({ pools: kept }), requirements: TEN }).recommendations[0]?.target.name).toBe('m5.large/us-east-1a');
    const lapsed = kept.map((pool) => (pool.instance_type === 'm5.large' ? { ...pool, price_since: '2026-08-22T09:59:59.000Z' } : pool));
    const decision = decide({ prices: marketOf({ pools: lapsed }), requirements: TEN });
    expect(decision.held.find((found) => found.code === 'PRICE_STALE')).toMatchObject({ target: { name: 'm5.large' } });
    expect(decision.recommendations.some((found) => found.target.name.startsWith('m5'))).toBe(false);
  });
});

describe('a node of the state', () => {
  it('that is on its way out does not count', () => {
    const gone = { metadata: { name: 'gone', deletionTimestamp: '2026-11-20T10:00:00Z', labels: { 'topology.kubernetes.io/zone': 'us-east-1a' } } };
    expect(planIn(decide({ requirements: TEN, nodes: [gone] }))?.nodes_after).toBe(10);
  });

  it('that runs the control plane is never replaced', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => nodeOf(name, ['m5.large', 'us-east-1a', 'on-demand']));
    const master = { metadata: { name: 'master', labels: { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/instance-type': 'm5.large', 'topology.kubernetes.io/zone': 'us-east-1a', 'karpenter.sh/capacity-type': 'on-demand' } } };
    const decision = decide({ requirements: { region: 'us-east-1' }, nodes: [...nodes, master] });
    expect(decision.held.find((found) => found.target.name === 'master')?.code).toBe('CONTROL_PLANE');
    expect(decision.execution_plan.some((step) => step.target.name === 'master')).toBe(false);
  });
});
