import { describe, expect, it } from 'vitest';
import { judged, limitsFor, type NodeGroup } from './layers';
import { codesOf, decide, lesson, lessons, marketOf, nodeOf, planIn, TEN, typeOf } from './spot-input.fixture';

describe('the layers', () => {
  it('cannot be satisfied by fewer than five nodes: the answer names the one that binds and gives an on-demand plan', () => {
    const decision = decide({ requirements: { ...TEN, count: 4 } });
    expect(decision.verdict).toBe('infeasible');
    expect(decision.held[0]).toMatchObject({ target: { kind: 'Layer', name: 'max_pool_allocation' }, code: 'LAYER_UNSATISFIABLE' });
    expect(decision.held[0]?.text).toBe('layer max_pool_allocation: 1 nodes in one pool where the limit is 0, since the share allowed of 4 nodes is less than one; constraints.allow_relaxed would accept the closest plan');
    expect(decision.extra['binding_layers']).toEqual([{ layer: 'max_pool_allocation', unit: 'nodes in one pool', limit: 0, value: 1, holds: false }]);
    expect(planIn(decision)).toBeNull();
    expect(planIn(decision, 'on_demand_plan')?.nodes.reduce((sum, line) => sum + line.count, 0)).toBe(4);
    expect([decision.recommendations.length, decision.execution_plan, decision.estimated_savings]).toEqual([5, [], 0]);
  });

  it.each([1, 2, 3, 4])('when relaxed, are broken for %i nodes as little as possible and never in silence', (count) => {
    const decision = decide({ requirements: { ...TEN, count }, constraints: { allow_relaxed: true } });
    const broken = planIn(decision)?.layers.filter((layer) => !layer.holds) ?? [];
    expect(decision.verdict).toBe('act');
    expect(broken.map((layer) => layer.layer)).toEqual(
      count === 1 ? ['min_availability_zones', 'max_pool_allocation', 'min_on_demand_buffer'] : count === 2 ? ['min_availability_zones', 'max_pool_allocation'] : ['max_pool_allocation'],
    );
    expect(decision.warnings.filter((warning) => warning.code === 'LAYER_BROKEN')).toHaveLength(broken.length);
  });

  it('need three zones', () => {
    const decision = decide({ requirements: { ...TEN, availability_zones: ['us-east-1a', 'us-east-1b'] } });
    expect(decision.extra['binding_layers']).toMatchObject([{ layer: 'min_availability_zones', limit: 3, value: 2 }]);
  });

  it('may be made stricter by the request', () => {
    const strict = planIn(decide({ requirements: TEN, constraints: { max_pool_allocation_pct: 10, min_on_demand_buffer_pct: 50 } }));
    expect(strict?.layers.filter((layer) => layer.unit.startsWith('nodes')).map((layer) => layer.limit)).toEqual([1, 5]);
    expect(strict?.nodes.every((line) => line.capacity_type === 'on-demand' || line.count === 1)).toBe(true);
  });

  it('stay as they are when the request would make them weaker, and the answer says so', () => {
    const decision = decide({ requirements: TEN, constraints: { min_risk_score: 0.1, min_availability_zones: 1, max_pool_allocation_pct: 90, min_on_demand_buffer_pct: 0 } });
    expect(planIn(decision)).toEqual(planIn(decide({ requirements: TEN })));
    expect(decision.warnings.map((warning) => warning.code)).toEqual(Array.from({ length: 4 }, () => 'CONSTRAINT_WEAKER_THAN_LAYER'));
  });

  it('count the nodes that stay: a pool that is already full takes no more', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => nodeOf(name, ['m5.large', 'us-east-1a', 'spot']));
    // 15 nodes afterwards: three in a pool at most.
    const plan = planIn(decide({ requirements: { ...TEN, count: 12 }, nodes }));
    expect(plan?.nodes_after).toBe(15);
    expect(plan?.nodes.some((line) => line.capacity_type === 'spot' && line.instance_type === 'm5.large' && line.availability_zone === 'us-east-1a')).toBe(false);
  });

  it('are met by an on-demand node where the nodes that stay already fill the spot share', () => {
    const spot = ['m5.large', 'c5.large'].flatMap((type) => ['a', 'b', 'c'].flatMap((letter) => [0, 1, 2].map((index) => nodeOf(`${type}${letter}${index}`, [type, `us-east-1${letter}`, 'spot']))));
    const onDemand = ['d1', 'd2', 'd3'].map((name) => nodeOf(name, ['m5.large', 'us-east-1a', 'on-demand']));
    // 22 nodes afterwards: four on demand at least, and three of them stand.
    const decision = decide({ requirements: { ...TEN, count: 1 }, nodes: [...spot, ...onDemand] });
    expect(decision.verdict).toBe('act');
    expect(planIn(decision)?.nodes).toMatchObject([{ capacity_type: 'on-demand', count: 1 }]);
  });

  it('bind when a node that stays runs in a pool that is unsafe or cannot be judged', () => {
    const unsafe = decide({ requirements: TEN, nodes: [nodeOf('n1', ['m5.large', 'us-east-1a', 'spot'])], pools: lessons(lesson({ level: 'CONFIRMED_RISKY' })) });
    expect(unsafe.extra['binding_layers']).toMatchObject([{ layer: 'no_unsafe_pool', value: 1 }]);
    const unknown = decide({ requirements: TEN, nodes: [nodeOf('n1', ['q1.large', 'us-east-1a', 'spot'])] });
    expect(unknown.extra['binding_layers']).toMatchObject([{ layer: 'min_risk_score', value: null }]);
    expect(codesOf(unknown)).toContain('UNKNOWN_INSTANCE_TYPE');
  });

  it('take pools from 0.5 on when relaxed and nothing is safe', () => {
    const prices = marketOf({ types: [typeOf('m5.large', { advisorClass: 2 }), typeOf('c5.large', { advisorClass: 4 })] });
    const decision = decide({ prices, requirements: TEN, constraints: { allow_relaxed: true } });
    expect(planIn(decision)?.layers.filter((layer) => !layer.holds)).toEqual([{ layer: 'min_risk_score', unit: 'safety score', limit: 0.75, value: 0.675, holds: false }]);
    expect(decision.recommendations.every((found) => found.risk === 'medium')).toBe(true);
  });
});

const RULES = { minSafety: 0.75, minZones: 3, maxPoolPct: 20, minOnDemandPct: 15 };
const SAFE = () => ({ safety: 0.75, unsafe: false });

describe('the limits for a set of nodes', () => {
  it.each([
    [1, 0, 1],
    [4, 0, 1],
    [5, 1, 1],
    [6, 1, 1],
    [7, 1, 2],
    [9, 1, 2],
    [10, 2, 2],
    [13, 2, 2],
    [14, 2, 3],
    [20, 4, 3],
    [21, 4, 4],
    [100, 20, 15],
  ])('of %i are %i in a pool at most and %i on demand at least', (nodes, poolCap, minOnDemand) => {
    expect(limitsFor(RULES, nodes)).toMatchObject({ poolCap, minOnDemand });
  });

  it('are not a node off where a percentage has no exact binary form', () => {
    // 4.6% of 1500 is a hair under 69 and 16.1% of 1000 a hair over 161 in binary.
    expect(limitsFor({ ...RULES, maxPoolPct: 4.6 }, 1_500).poolCap).toBe(69);
    expect(limitsFor({ ...RULES, minOnDemandPct: 16.1 }, 1_000).minOnDemand).toBe(161);
  });
});

describe('a set of nodes', () => {
  const group = (pool: string, capacityType: NodeGroup['capacityType'], count: number): NodeGroup => {
    const [instanceType = '', zone = ''] = pool.split('/');
    return { instanceType, zone, capacityType, count };
  };
  const five = [group('m5.large/us-east-1a', 'spot', 1), group('m5.large/us-east-1b', 'spot', 1), group('m5.large/us-east-1c', 'spot', 1), group('c5.large/us-east-1a', 'spot', 1), group('m5.large/us-east-1a', 'on-demand', 1)];
  const judge = (groups: readonly NodeGroup[], safetyOf = SAFE) => {
    const nodes = groups.reduce((sum, { count }) => sum + count, 0);
    return judged(groups, limitsFor(RULES, nodes), safetyOf)
      .filter((layer) => !layer.holds)
      .map((layer) => layer.layer);
  };

  it('of five that is exactly at every limit holds all layers', () => {
    expect(judge(five)).toEqual([]);
  });

  it('breaks a layer one step beyond its limit', () => {
    expect(judge(five, () => ({ safety: 0.7499, unsafe: false }))).toEqual(['min_risk_score']);
    expect(judge(five, () => ({ safety: 1, unsafe: true }))).toEqual(['no_unsafe_pool']);
    expect(judge([...five.slice(0, 4), group('r5.large/us-east-1a', 'spot', 1)])).toEqual(['min_on_demand_buffer']);
    expect(judge([...five.slice(1), group('m5.large/us-east-1b', 'spot', 1)])).toEqual(['max_pool_allocation']);
    expect(judge(five.map((one) => (one.zone === 'us-east-1c' ? { ...one, zone: 'us-east-1b', instanceType: 'r5.large' } : one)))).toEqual(['min_availability_zones']);
  });

  it('counts on-demand nodes for the zones and not for the pools', () => {
    const groups = [group('m5.large/us-east-1a', 'spot', 1), group('m5.large/us-east-1b', 'on-demand', 2), group('m5.large/us-east-1c', 'on-demand', 2)];
    expect(judge(groups)).toEqual([]);
  });

  it('whose zones are given by name and by id has no more zones than either naming has, and as full pools as the two could share', () => {
    const layers = judged([group('m5.large/us-east-1a', 'spot', 1), group('m5.large/use1-az1', 'spot', 2), group('m5.large/use1-az2', 'on-demand', 7)], limitsFor(RULES, 10), SAFE);
    expect(layers.find((layer) => layer.layer === 'min_availability_zones')).toMatchObject({ value: 2, holds: false });
    expect(layers.find((layer) => layer.layer === 'max_pool_allocation')).toMatchObject({ value: 3, holds: false });
  });
});
