import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldFeatures } from '../prices/step-held';
import { priceHistory } from './price-history';

const HOUR = 3_600_000;

describe('the history of a price', () => {
  it('counts lags from the next hour: of the prices 1 to 168 the newest is 168', () => {
    const history = priceHistory({ hourly: Float64Array.from({ length: 168 }, (_, index) => index + 1), hoursSinceChange: 0.5 });
    expect([history.lag_1h, history.lag_6h, history.lag_24h, history.lag_168h]).toEqual([168, 163, 145, 1]);
    expect([history.mean_6h, history.mean_24h, history.mean_168h]).toEqual([165.5, 156.5, 84.5]);
    // (n^2 - 1) / 12 is the variance of n consecutive numbers.
    expect(history.std_24h).toBeCloseTo(Math.sqrt(575 / 12), 10);
    expect(history.std_168h).toBeCloseTo(Math.sqrt((168 ** 2 - 1) / 12), 10);
    expect(history.min_over_mean_168h).toBeCloseTo(1 / 84.5, 12);
    expect(history.max_over_mean_168h).toBeCloseTo(168 / 84.5, 12);
    expect(history.hours_since_change).toBe(0.5);
  });

  it('says nothing of the week with 23 hours, and something with 24', () => {
    const of = (length: number) => priceHistory({ hourly: new Float64Array(length).fill(0.1), hoursSinceChange: 900 });
    expect(of(23)).toMatchObject({ lag_1h: 0.1, lag_6h: 0.1, lag_24h: null, mean_6h: 0.1, mean_24h: null, mean_168h: null, std_168h: null, hours_since_change: 168 });
    expect(of(24)).toMatchObject({ lag_24h: 0.1, lag_168h: null, mean_24h: 0.1, std_24h: 0, mean_168h: 0.1, std_168h: 0, min_over_mean_168h: 1, max_over_mean_168h: 1 });
    expect(of(0)).toMatchObject({ lag_1h: null, mean_6h: null, min_over_mean_168h: null });
  });

  it('has the variation that the snapshot of prices has of the same hours', () => {
    const prices = fc.array(fc.double({ min: 0.001, max: 30, noNaN: true }), { minLength: 168, maxLength: 168 });
    fc.assert(
      fc.property(prices, (hourly) => {
        const { std_168h: std, mean_168h: mean } = priceHistory({ hourly, hoursSinceChange: 0 });
        const held = heldFeatures({ at: hourly.map((_, index) => index * HOUR), price: hourly }, 168 * HOUR);
        expect((std ?? 0) / (mean ?? 1)).toBeCloseTo(held?.cv_168h ?? -1, 5);
      }),
      { numRuns: 20 },
    );
  });
});
