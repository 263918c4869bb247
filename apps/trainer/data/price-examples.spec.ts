import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import { priceExamples } from './price-examples';
import type { PricePool } from './price-pool';

const START = Date.UTC(2026, 10, 2);

/** A price that is its hour, from 1 on, reported on the hour and a quarter later once more. */
const pool = (hours: number): PricePool => ({
  instance_type: 'm5.large',
  availability_zone: 'us-east-1a',
  region: 'us-east-1',
  product: 'Linux/UNIX',
  onDemand: 1_000,
  advisorClass: 1,
  at: Array.from({ length: hours }, (_, hour) => START + hour * HOUR_MS),
  price: Array.from({ length: hours }, (_, hour) => hour + 1),
});

describe('examples of prices', () => {
  it('hold the price now and the price 24 hours later, once for each hour that has both', () => {
    const { numbers, targets, at } = priceExamples([pool(30)], 24);
    expect(numbers.rows).toBe(6);
    expect([...(numbers.columns[0] ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(targets['price'] ?? [])]).toEqual([25, 26, 27, 28, 29, 30]);
    expect(at[5]).toBe(START + 5 * HOUR_MS);
  });

  it('hold a price until the next one, also to the newest instant of any pool', () => {
    const still: PricePool = { ...pool(1), availability_zone: 'us-east-1b', at: [START - 20 * 60_000], price: [7] };
    const { numbers, targets } = priceExamples([still, pool(30)], 24);
    expect([...(numbers.columns[0] ?? [])].slice(0, 6)).toEqual([7, 7, 7, 7, 7, 7]);
    expect([...(targets['price'] ?? [])].slice(0, 6)).toEqual([7, 7, 7, 7, 7, 7]);
    const since = numbers.columns[numbers.features.indexOf('hours_since_change')];
    expect(since?.[3]).toBeCloseTo(3 + 1 / 3, 5);
  });

  it('are none when the data are shorter than the horizon', () => {
    expect(priceExamples([pool(24)], 24).numbers.rows).toBe(0);
    expect(priceExamples([], 24).numbers.rows).toBe(0);
  });
});
