import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT_SECONDS, changeBefore, changeIn, slotOf } from './price-process';
import type { PoolCharacter, PriceChange } from './price-process';

const NOON = Date.parse('2026-11-20T12:00:00Z') / 1000;
const DAY = 86_400;

const character = fc.record({
  key: fc.integer({ min: 0, max: 0xffff_ffff }),
  onDemand: fc.double({ min: 0.0042, max: 40, noNaN: true }),
  licence: fc.constantFrom(0, 0.046, 0.736),
  level: fc.double({ min: 0.2, max: 0.62, noNaN: true }),
  volatility: fc.double({ min: 0.03, max: 0.17, noNaN: true }),
  activity: fc.double({ min: 0.15, max: 0.9, noNaN: true }),
}) satisfies fc.Arbitrary<PoolCharacter>;

function changesBetween(pool: PoolCharacter, start: number, end: number): PriceChange[] {
  const changes: PriceChange[] = [];
  for (let slot = slotOf(start); slot <= slotOf(end); slot += 1) {
    const change = changeIn(pool, slot);
    if (change !== undefined && change.at >= start && change.at <= end) changes.push(change);
  }
  return changes;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the price process', () => {
  it('gives positive prices with six decimals at most, on whole seconds, in order', () => {
    fc.assert(
      fc.property(character, fc.integer({ min: 0, max: 3000 }), (pool, days) => {
        const changes = changesBetween(pool, NOON - (days + 10) * DAY, NOON - days * DAY);
        for (const [index, change] of changes.entries()) {
          expect(change.price).toBeGreaterThan(0);
          expect(Number(change.price.toFixed(6))).toBe(change.price);
          expect(Number.isInteger(change.at)).toBe(true);
          if (index > 0) expect(change.at).toBeGreaterThan(changes[index - 1]?.at ?? Infinity);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('reports a change only where the price differs from the one before', () => {
    fc.assert(
      fc.property(character, (pool) => {
        const prices = changesBetween(pool, NOON - 60 * DAY, NOON).map((change) => change.price);
        expect(prices.filter((price, index) => price === prices[index - 1])).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('moves once to eight times a day', () => {
    fc.assert(
      fc.property(character, (pool) => {
        const perDay = changesBetween({ ...pool, onDemand: 10 }, NOON - 60 * DAY, NOON).length / 60;
        expect(perDay).toBeGreaterThan(1);
        expect(perDay).toBeLessThanOrEqual(8);
      }),
      { numRuns: 40 },
    );
  });

  it('stays between 8% of on-demand and a third above it, and is rarely above', () => {
    const pools = fc.sample(character, { numRuns: 100, seed: 7 }).map((pool) => ({ ...pool, licence: 0 }));
    const ratios = pools.flatMap((pool) => changesBetween(pool, NOON - 90 * DAY, NOON).map((change) => change.price / pool.onDemand));
    expect(Math.min(...ratios)).toBeGreaterThan(0.079);
    expect(Math.max(...ratios)).toBeLessThan(1.33);
    expect(Math.max(...ratios)).toBeGreaterThan(1);
    expect(ratios.filter((ratio) => ratio > 1).length / ratios.length).toBeLessThan(0.01);
  });

  it('reverts to the level of its pool', () => {
    fc.assert(
      fc.property(character, (pool) => {
        const prices = changesBetween({ ...pool, licence: 0 }, NOON - 1000 * DAY, NOON).map((change) => change.price);
        expect(mean(prices) / pool.onDemand / pool.level).toBeGreaterThan(0.9);
        expect(mean(prices) / pool.onDemand / pool.level).toBeLessThan(1.15);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the mean of a month apart from the mean of the next: regimes change', () => {
    const [pool] = fc.sample(character, { numRuns: 1, seed: 3 });
    if (pool === undefined) throw new Error('no sample');
    const weeks = Array.from({ length: 20 }, (_, week) =>
      mean(changesBetween(pool, NOON - (week + 1) * 7 * DAY, NOON - week * 7 * DAY).map((change) => change.price)),
    );
    expect(Math.max(...weeks) / Math.min(...weeks)).toBeGreaterThan(1.1);
  });

  it('adds the licence of the product to every price', () => {
    fc.assert(
      fc.property(character, fc.integer({ min: 0, max: 800 }), (pool, back) => {
        const slot = slotOf(NOON) - back;
        const linux = changeIn({ ...pool, onDemand: 5, licence: 0 }, slot);
        const windows = changeIn({ ...pool, onDemand: 5, licence: 0.368 }, slot);
        expect(windows?.at).toBe(linux?.at);
        if (linux !== undefined) expect((windows?.price ?? 0) - linux.price).toBeCloseTo(0.368, 6);
      }),
    );
  });

  it('finds the price in force at an instant as the last change strictly before it', () => {
    fc.assert(
      fc.property(character, fc.integer({ min: 0, max: 20 * DAY }), (pool, back) => {
        const at = NOON - back;
        const before = changesBetween(pool, at - 40 * SLOT_SECONDS, at - 1).at(-1);
        if (before !== undefined) expect(changeBefore(pool, at)).toEqual(before);
      }),
    );
  });
});
