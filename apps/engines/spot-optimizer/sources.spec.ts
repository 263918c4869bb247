import { describe, expect, it } from 'vitest';
import { codesOf, decide, lesson, lessons, marketOf, nodeOf, planIn, poolOf, TEN, typeOf } from './spot-input.fixture';

/** Prices give zones by id, offerings by name, as published price lists do. */
const byId = marketOf({
  pools: [1, 2, 3].flatMap((number) => [poolOf(`m5.large/use1-az${number}`, 0.03), poolOf(`c5.large/use1-az${number}`, 0.04)]),
  types: [typeOf('m5.large'), typeOf('c5.large')].map((type) => ({ ...type, availability_zones: ['us-east-1a', 'us-east-1b', 'us-east-1c', 'use1-az1', 'use1-az2', 'use1-az3'] })),
});

describe('zones that some sources give by name and some by id', () => {
  it('are not added up: the plan has three zones of one naming, and the answer says so', () => {
    const decision = decide({ prices: byId, requirements: TEN });
    expect(planIn(decision)?.layers.find((layer) => layer.layer === 'min_availability_zones')?.value).toBe(3);
    const zones = new Set(planIn(decision)?.nodes.map((line) => line.availability_zone).filter((zone) => zone.startsWith('use1-')));
    expect(zones.size).toBe(3);
    expect(decision.warnings.map((warning) => warning.code)).toEqual(['ZONES_NAMED_TWO_WAYS']);
  });

  it('do not make three zones of two', () => {
    const two = { ...byId, pools: byId.pools.filter((pool) => pool.availability_zone !== 'use1-az3'), types: byId.types.map((type) => ({ ...type, availability_zones: ['us-east-1a', 'us-east-1b', 'use1-az1', 'use1-az2'] })) };
    expect(decide({ prices: two, requirements: TEN }).extra['binding_layers']).toMatchObject([{ layer: 'min_availability_zones', limit: 3, value: 2 }]);
  });

  it('are made up to three by on-demand nodes of the same naming', () => {
    const two = { ...byId, pools: byId.pools.filter((pool) => pool.availability_zone !== 'use1-az3') };
    const decision = decide({ prices: two, requirements: TEN });
    expect(decision.verdict).toBe('act');
    expect(planIn(decision)?.layers.every((layer) => layer.holds)).toBe(true);
  });

  it('count a node of the state into every pool that may be its own', () => {
    const nodes = Array.from({ length: 3 }, (_, index) => nodeOf(`n${index}`, ['m5.large', 'us-east-1a', 'spot']));
    // 15 nodes afterwards, three in a pool at most: m5.large is full in whichever zone us-east-1a is.
    const plan = planIn(decide({ prices: byId, requirements: { ...TEN, count: 12 }, nodes }));
    expect(plan?.nodes.some((line) => line.instance_type === 'm5.large' && line.capacity_type === 'spot')).toBe(false);
    expect(plan?.layers.every((layer) => layer.holds)).toBe(true);
  });

  it('leave no pool of a type that is risky in a zone known by name only', () => {
    const pools = lessons(lesson({ availability_zone: 'us-east-1b', level: 'CONFIRMED_RISKY' }), lesson({ instance_type: 'c5.large', level: 'UNCERTAIN' }));
    const decision = decide({ prices: byId, pools, requirements: TEN });
    expect(decision.held.find((held) => held.code === 'CONFIRMED_RISKY')).toMatchObject({ target: { name: 'm5.large' }, details: { availability_zones: ['use1-az1', 'use1-az2', 'use1-az3'] } });
    expect(decision.recommendations.every((found) => found.target.name.startsWith('c5.large'))).toBe(true);
  });

  it('use the pools given by name where there are prices of both', () => {
    const decision = decide({ prices: { ...byId, pools: [...byId.pools, ...marketOf().pools] }, requirements: TEN });
    expect(decision.recommendations.every((found) => found.target.name.includes('us-east-1'))).toBe(true);
  });

  it('are judged by the lesson of the very zone where there is one by its id', () => {
    const pools = lessons(lesson({ availability_zone: 'use1-az2', level: 'CONFIRMED_RISKY' }));
    const held = decide({ prices: byId, pools, requirements: TEN }).held.find((found) => found.code === 'CONFIRMED_RISKY');
    expect(held?.details?.['availability_zones']).toEqual(['use1-az2']);
  });
});

describe('prices of another product', () => {
  const types = [typeOf('m5.large'), typeOf('c5.large')].map((type) => ({
    ...type,
    on_demand: { Linux: 0.1, RHEL: 0.13, Windows: 0.2 },
    advisor: { Linux: { class: 0, savings_pct: null }, Windows: { class: 1, savings_pct: null } } as const,
  }));
  const prices = (product: 'Windows' | 'Red Hat Enterprise Linux') => marketOf({ types, pools: marketOf().pools.map((pool) => ({ ...pool, product, price: pool.price * 2 })) });

  it.each([
    ['Windows', 0.2, 0.75],
    ['Red Hat Enterprise Linux', 0.13, 1],
  ] as const)('are compared with its own: %s on demand for %d, advisor %d', (product, onDemand, advisor) => {
    const [first] = decide({ prices: prices(product), requirements: { ...TEN, product } }).recommendations;
    expect(first?.details).toMatchObject({ on_demand_price: onDemand, components: { advisor } });
    expect(decide({ prices: prices(product), requirements: TEN }).held[0]?.code).toBe('NO_CANDIDATE');
  });
});

describe('a price of zero', () => {
  it('is a hole in a list', () => {
    const spot = marketOf({ pools: marketOf().pools.map((pool, index) => (index === 0 ? { ...pool, price: 0 } : pool)) });
    expect(decide({ prices: spot, requirements: TEN }).held.find((held) => held.code === 'PRICE_UNKNOWN')).toMatchObject({ target: { name: 'm5.large' }, details: { availability_zones: ['us-east-1a'] } });
    const onDemand = marketOf({ types: [typeOf('m5.large', { price: 0 }), typeOf('c5.large')] });
    expect(decide({ prices: onDemand, requirements: TEN }).extra['fallback_on_demand']).toMatchObject([{ instance_type: 'c5.large' }]);
  });
});

describe('the reasons of a recommendation', () => {
  it('say what the components do not: an unknown volatility, others being interrupted', () => {
    const prices = marketOf({ pools: marketOf().pools.map((pool) => ({ ...pool, cv_168h: null, history_hours: 3 })) });
    const codes = (pool: string): readonly string[] =>
      decide({ prices, requirements: TEN, pools: lessons(lesson({ level: 'UNCERTAIN' })), config: { recommended_pools: 6 } }).recommendations.find((found) => found.target.name === pool)?.reasons.map((reason) => reason.code) ?? [];
    expect(codes('m5.large/us-east-1a')).toEqual(expect.arrayContaining(['VOLATILITY_UNKNOWN', 'UNCERTAIN']));
    expect(codes('m5.large/us-east-1b')).not.toContain('UNCERTAIN');
    const [first] = decide({ prices: marketOf({ pools: [poolOf('m5.large/us-east-1a', 0.0333), ...marketOf().pools.slice(1)] }), requirements: TEN, config: { recommended_pools: 6 } }).recommendations.filter((found) => found.target.name === 'm5.large/us-east-1a');
    expect(first?.reasons.find((reason) => reason.code === 'BELOW_ON_DEMAND')?.text).toBe('66% below on-demand');
    expect(first?.reasons.map((reason) => reason.code)).not.toContain('VOLATILITY_UNKNOWN');
  });
});

describe('what is held', () => {
  const types = Array.from({ length: 200 }, (_, index) => typeOf(`t${index}.large`, { advisorClass: 4, price: 0.1 + index / 1_000 }));
  const prices = marketOf({ types: [...marketOf().types, ...types], pools: [...marketOf().pools, ...types.map((type) => poolOf(`${type.instance_type}/us-east-1a`, 0.05))] });
  const { held, extra } = decide({ prices, requirements: TEN });

  it('is shown for the cheapest 150 one by one, and for the others in one entry a code that names them all', () => {
    const single = held.filter((found) => found.target.kind === 'InstanceType');
    expect(single).toHaveLength(150);
    expect(single.some((found) => found.target.name === 't0.large')).toBe(true);
    const listed = held.find((found) => found.target.kind === 'InstanceTypes' && found.code === 'SAFETY_BELOW_THRESHOLD');
    expect(listed?.details?.['instance_types']).toContain('t199.large');
    expect(extra['held_summary']).toMatchObject({ SAFETY_BELOW_THRESHOLD: { instance_types: 200, pools: 200 } });
    expect(codesOf({ ...decide({ prices, requirements: TEN }), held })).toContain('PRICE_UNKNOWN');
  });
});

describe('the region', () => {
  it('is the one that a node names, before what its zone looks like', () => {
    const node = { metadata: { name: 'n', labels: { 'topology.kubernetes.io/region': 'us-east-1', 'topology.kubernetes.io/zone': 'eu-west-1a' } } };
    expect(decide({ requirements: { ...TEN, region: null }, nodes: [node] }).verdict).toBe('act');
  });
});
