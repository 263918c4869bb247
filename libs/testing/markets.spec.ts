import { describe, expect, it } from 'vitest';
import { syntheticMarket } from './markets';

describe('syntheticMarket', () => {
  it('has as many types as asked for, each named once, in at most the zones asked for', () => {
    const market = syntheticMarket({ types: 900, zones: 6, seed: 1 });
    expect(new Set(market.types.map((type) => type.instance_type)).size).toBe(900);
    expect(new Set(market.pools.map((pool) => pool.availability_zone)).size).toBe(6);
    expect(market.pools.length).toBeGreaterThan(4_500);
    expect(market.pools.every((pool) => pool.price > 0)).toBe(true);
  });

  it('is the same for the same seed and another for another', () => {
    const options = { types: 40, zones: 3, seed: 7 };
    expect(syntheticMarket(options)).toEqual(syntheticMarket(options));
    expect(syntheticMarket(options)).not.toEqual(syntheticMarket({ ...options, seed: 8 }));
  });
});
