import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanLoss } from './loss';
import { weightedQuantile } from './weighted-quantile';

describe('weightedQuantile', () => {
  it('is the least value that so much of the weight does not exceed', () => {
    expect(weightedQuantile(Float64Array.of(4, 1, 3, 2), undefined, 0.5)).toBe(2);
    expect(weightedQuantile(Float64Array.of(4, 1, 3, 2), undefined, 0.51)).toBe(3);
    expect(weightedQuantile(Float64Array.of(1, 2), Float64Array.of(1, 9), 0.5)).toBe(2);
    expect(weightedQuantile(Float64Array.of(1, 2), Float64Array.of(1, 0), 0.99)).toBe(1);
    expect(weightedQuantile(new Float64Array(), undefined, 0.5)).toBeNaN();
  });

  it('has the least pinball loss of all values', () => {
    const rows = fc.array(fc.record({ value: fc.integer({ min: -9, max: 9 }), weight: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.1, 0.5, 0.9), (given, quantile) => {
        const [target, weights] = [Float64Array.from(given, ({ value }) => value), Float64Array.from(given, ({ weight }) => weight)];
        const lossAt = (guess: number): number => meanLoss({ objective: 'quantile', quantile }, new Float64Array(target.length).fill(guess), { target, weights });
        expect(lossAt(weightedQuantile(target, weights, quantile))).toBeLessThanOrEqual(Math.min(...[...target].map(lossAt)) + 1e-12);
      }),
    );
  });
});
