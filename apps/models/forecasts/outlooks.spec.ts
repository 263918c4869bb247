import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolFacts } from '@ml/contracts/pricing';
import { expectedInterruptions, expectedPrices, outlooksOf } from './outlooks';

const pool = (instance_type: string): PoolFacts => ({ instance_type, availability_zone: 'us-east-1a', product: 'Linux/UNIX', price: 0.1, price_since: '2026-11-20T10:00:00Z', cv_168h: 0, history_hours: 168 });
const answers = (columns: readonly string[], ...rows: readonly (readonly number[])[]) => ({ columns, values: Float64Array.from(rows.flat()), milliseconds: 1 });
const QUANTILES = ['p10', 'p50', 'p90'];
const POOLS = ['a', 'b', 'c', 'd', 'e', 'f'].map(pool);

describe('what a model says of prices', () => {
  it('is dropped where it is no price: not finite, not above zero, more than ten times the on-demand price', () => {
    const said = answers(QUANTILES, [0.1, 0.2, 0.3], [0.1, Number.NaN, 0.3], [0, 0.2, 0.3], [-1, 0.2, 0.3], [0.1, 0.2, 10.001], [0.1, 0.2, Infinity]);
    expect(expectedPrices(said, POOLS, () => 1)).toEqual([{ p10: 0.1, p50: 0.2, p90: 0.3 }, null, null, null, null, null]);
  });

  it("is held against today's price where the on-demand price is unknown", () => {
    expect(expectedPrices(answers(QUANTILES, [0.1, 0.2, 1], [0.1, 0.2, 1.001]), [pool('a'), pool('b')], () => undefined)).toEqual([{ p10: 0.1, p50: 0.2, p90: 1 }, null]);
  });

  it('is the same for all quantiles where the model has but one column, and in order where quantiles cross', () => {
    expect(expectedPrices(answers(['price'], [0.25]), [pool('a')], () => 1)).toEqual([{ p10: 0.25, p50: 0.25, p90: 0.25 }]);
    expect(expectedPrices(answers(['p90', 'p50', 'p10'], [0.1, 0.3, 0.2]), [pool('a')], () => 1)).toEqual([{ p10: 0.1, p50: 0.2, p90: 0.3 }]);
  });
});

describe('what a model says of interruptions', () => {
  it('is a share', () => {
    expect(expectedInterruptions(answers(['label', 'probability'], [1, 0], [0, 1], [0, 0.5], [0, 1.01], [0, -0.1], [0, Number.NaN]), POOLS)).toEqual([0, 1, 0.5, null, null, null]);
  });
});

describe('the outlooks of a region', () => {
  it('are one entry a pool of which anything was said, in the order of their names, however the pools came', () => {
    const price = { p10: 1, p50: 2, p90: 3 };
    fc.assert(
      fc.property(fc.shuffledSubarray(POOLS), fc.shuffledSubarray(POOLS), (priced, interrupted) => {
        const found = outlooksOf({ price: { pools: priced, values: priced.map(() => price) }, interruption: { pools: interrupted, values: interrupted.map(() => 0.1) } });
        const names = [...new Set([...priced, ...interrupted].map(({ instance_type: type }) => type))].sort();
        expect(found.map(({ instance_type: type }) => type)).toEqual(names);
        expect(found.filter((outlook) => outlook.price !== null)).toHaveLength(priced.length);
      }),
    );
  });

  it('leave out a pool of which nothing that makes sense was said', () => {
    expect(outlooksOf({ price: { pools: POOLS, values: [] }, interruption: null })).toEqual([]);
  });
});
