import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@ml/units/time';
import { heldFeatures, hourlySamples, type PriceChanges } from './step-held';

const NOW = Date.UTC(2026, 10, 20, 10);
const hoursAgo = (hours: number): number => NOW - hours * HOUR_MS;

const arbitraryChanges: fc.Arbitrary<PriceChanges> = fc
  .uniqueArray(fc.integer({ min: -400 * 3600, max: 3600 }), { maxLength: 60 })
  .chain((seconds) =>
    fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: seconds.length, maxLength: seconds.length }).map((prices) => ({
      at: seconds.toSorted((a, b) => a - b).map((second) => NOW + second * 1_000),
      price: prices.map((price) => price / 10_000),
    })),
  );

describe('heldFeatures', () => {
  it('holds the last change until now: one change of three days ago says 72 hours of a constant price', () => {
    expect(heldFeatures({ at: [hoursAgo(72)], price: [0.1] }, NOW)).toEqual({ price: 0.1, price_since: hoursAgo(72), cv_168h: 0, history_hours: 72 });
  });

  it('says no variation under 24 hours of history', () => {
    expect(heldFeatures({ at: [hoursAgo(23)], price: [0.1] }, NOW)?.cv_168h).toBeNull();
    expect(heldFeatures({ at: [hoursAgo(24)], price: [0.1] }, NOW)?.cv_168h).toBe(0);
  });

  it('knows the whole week from one change before it', () => {
    expect(heldFeatures({ at: [hoursAgo(500), hoursAgo(84)], price: [0.1, 0.3] }, NOW)).toEqual({
      price: 0.3,
      price_since: hoursAgo(84),
      cv_168h: 0.5,
      history_hours: 168,
    });
  });

  it('weighs a price by how long it held, not by how often it was reported', () => {
    const once = heldFeatures({ at: [hoursAgo(168), hoursAgo(1)], price: [0.1, 0.3] }, NOW);
    const often = heldFeatures({ at: [168, 167, 100, 50, 1].map(hoursAgo), price: [0.1, 0.1, 0.1, 0.1, 0.3] }, NOW);
    expect(often?.cv_168h).toBe(once?.cv_168h);
  });

  it('knows nothing before the first change', () => {
    expect(heldFeatures({ at: [], price: [] }, NOW)).toBeNull();
    expect(heldFeatures({ at: [NOW + 1], price: [0.1] }, NOW)).toBeNull();
  });

  it('agrees with a search for the price in force at each hour', () => {
    fc.assert(
      fc.property(arbitraryChanges, (changes) => {
        const inForce = (instant: number): number | undefined => changes.price[changes.at.findLastIndex((at) => at <= instant)];
        const expected = Array.from({ length: 168 }, (_, index) => inForce(hoursAgo(168 - index))).filter((price) => price !== undefined);
        expect(hourlySamples(changes, NOW)).toEqual(expected);
        expect(heldFeatures(changes, NOW)?.price).toBe(inForce(NOW));
      }),
    );
  });

  it('does not change when a change is reported twice, and does not depend on the unit of money', () => {
    fc.assert(
      fc.property(arbitraryChanges, (changes) => {
        const twice = { at: changes.at.flatMap((at) => [at, at]), price: changes.price.flatMap((price) => [price, price]) };
        expect(heldFeatures(twice, NOW)).toEqual(heldFeatures(changes, NOW));
        const scaled = heldFeatures({ at: changes.at, price: changes.price.map((price) => price * 1024) }, NOW);
        expect(scaled?.cv_168h ?? null).toEqual(heldFeatures(changes, NOW)?.cv_168h ?? null);
      }),
    );
  });
});
