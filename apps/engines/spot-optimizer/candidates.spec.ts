import { describe, expect, it } from 'vitest';
import { codesOf, decide, lesson, lessons, marketOf, poolOf, TEN, typeOf } from './spot-input.fixture';

describe('a pool is held', () => {
  const pool = (price: number) => marketOf({ pools: [...marketOf().pools.filter((known) => known.availability_zone !== 'us-east-1a'), poolOf('m5.large/us-east-1a', price)] });
  const heldCode = (scene: Parameters<typeof decide>[0], name = 'm5.large'): string | undefined =>
    decide({ requirements: TEN, ...scene }).held.find((held) => held.target.name === name && held.code !== 'NOT_CHOSEN')?.code;

  it.each([
    ['PRICE_UNKNOWN', { prices: marketOf({ pools: marketOf().pools.slice(1) }) }],
    ['PRICE_UNKNOWN', { prices: marketOf({ types: [typeOf('m5.large', { price: null }), typeOf('c5.large')] }) }],
    ['SPOT_NOT_CHEAPER', { prices: pool(0.2) }],
    ['SPOT_NOT_CHEAPER', { prices: pool(0.1) }],
    ['PRICE_ABOVE_MAXIMUM', { prices: pool(0.09), requirements: { ...TEN, max_price_usd_per_hour: 0.05 } }],
    ['ADVISOR_UNKNOWN', { prices: marketOf({ types: [typeOf('m5.large', { advisorClass: null }), typeOf('c5.large')] }) }],
    ['SAFETY_BELOW_THRESHOLD', { prices: marketOf({ types: [typeOf('m5.large', { advisorClass: 2 }), typeOf('c5.large')] }) }],
    ['CAPACITY_BLOCKED', { pools: lessons(lesson({ blocked_until: '2026-11-20T10:06:00Z' })) }],
    ['CAPACITY_BLOCKED', { pools: lessons(lesson({ blocked_until: 'soon' })) }],
    ['CONFIRMED_RISKY', { pools: lessons(lesson({ level: 'CONFIRMED_RISKY' })) }],
    ['ZONE_NOT_ASKED', { requirements: { ...TEN, availability_zones: ['us-east-1b', 'us-east-1c'] } }],
    ['NOT_OFFERED', { prices: marketOf({ types: [typeOf('m5.large', { availability_zones: ['us-east-1b'] }), typeOf('c5.large')] }) }],
    ['POOL_EXCLUDED', { constraints: { excluded: ['m5.large/us-east-1a'] } }],
  ])('with %s (%#)', (code, scene) => {
    expect(heldCode(scene)).toBe(code);
  });

  it('no longer once the block has passed', () => {
    expect(heldCode({ pools: lessons(lesson({ blocked_until: '2026-11-20T10:05:00Z' })) })).toBeUndefined();
  });

  it('by 0.10 less while it is uncertain', () => {
    const decision = decide({ requirements: TEN, pools: lessons(lesson({ level: 'UNCERTAIN' })), config: { recommended_pools: 6 } });
    expect(decision.recommendations.find((found) => found.target.name === 'm5.large/us-east-1a')?.details['safety_score']).toBe(0.875);
  });
});

describe('a type is held', () => {
  it.each([
    ['VCPU_TOO_SMALL', { ...TEN, vcpu: 4 }, {}],
    ['MEMORY_TOO_SMALL', { ...TEN, memory_gib: 9 }, {}],
    ['ARCHITECTURE_MISMATCH', { ...TEN, architecture: 'arm64' }, {}],
    ['GPU_TOO_FEW', { ...TEN, gpus: 1 }, {}],
    ['LOCAL_STORAGE_TOO_SMALL', { ...TEN, local_storage_gb: 1 }, {}],
    ['POD_LIMIT_TOO_LOW', { ...TEN, pods: 30 }, {}],
    ['FAMILY_NOT_ASKED', { ...TEN, instance_families: ['c5'] }, {}],
    ['TYPE_NOT_ASKED', { ...TEN, instance_types: ['c5.large'] }, {}],
    ['TYPE_EXCLUDED', { ...TEN, exclude_instance_types: ['m5.large'] }, {}],
    ['TYPE_EXCLUDED', TEN, { blocked_instance_types: ['m5.large'] }],
    ['TYPE_NOT_ALLOWED', TEN, { allowed_instance_types: ['c5.large'] }],
    ['VCPU_BELOW_MINIMUM', TEN, { min_cpu_cores: 4 }],
    ['MEMORY_ABOVE_MAXIMUM', TEN, { max_memory_gb: 4 }],
  ])('with %s (%#)', (code, requirements, constraints) => {
    const held = decide({ requirements, constraints }).held.find((found) => found.code === code);
    expect(held?.details?.['instance_types']).toContain('m5.large');
  });

  it('when nobody knows how many pods it takes, but only if pods are asked for', () => {
    const prices = marketOf({ types: [typeOf('m5.large', { max_pods: null }), typeOf('c5.large')] });
    expect(codesOf(decide({ prices, requirements: { ...TEN, pods: 10 } }))).toContain('POD_LIMIT_UNKNOWN');
    expect(codesOf(decide({ prices, requirements: TEN }))).not.toContain('POD_LIMIT_UNKNOWN');
  });

  it('when it has a price but no entry in the catalogue', () => {
    const prices = marketOf({ pools: [...marketOf().pools, poolOf('z9.large/us-east-1a', 0.01)] });
    expect(decide({ prices, requirements: TEN }).held.find((held) => held.code === 'UNKNOWN_INSTANCE_TYPE')?.details).toEqual({ instance_types: ['z9.large'] });
  });
});
