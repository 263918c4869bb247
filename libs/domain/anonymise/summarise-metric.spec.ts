import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending } from './ascending';
import { metricTrend } from './metric-trend';
import { significant } from './significant';
import { summariseMetric } from './summarise-metric';

const trendOf = (values: readonly number[]): string => metricTrend(values, values.toSorted((a, b) => a - b));
const SWAPPED: Readonly<Record<string, string>> = { increasing: 'decreasing', decreasing: 'increasing', stable: 'stable', volatile: 'volatile' };

const series = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 0, maxLength: 40 });

describe('what is kept of a metric', () => {
  it('is its mean, percentiles between neighbours, and where it goes', () => {
    expect(summariseMetric([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ avg: 5.5, p50: 5.5, p95: 9.55, p99: 9.91, trend: 'increasing' });
    expect(summariseMetric([0.2])).toEqual({ avg: 0.2, p50: 0.2, p95: 0.2, p99: 0.2, trend: 'stable' });
    expect(summariseMetric([])).toBeNull();
  });

  it('has three significant digits, which keep their order', () => {
    expect([62.4567, 0.0012345, 123_456, -98_765, 1_000, 0, 9.999].map(significant)).toEqual([62.5, 0.00123, 123_000, -98_800, 1_000, 0, 10]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.double({ noNaN: true, min: -1e15, max: 1e15 }), (a, b) => {
        expect(Math.abs(significant(a) - a)).toBeLessThanOrEqual(Math.abs(a) * 0.0051);
        expect(significant(significant(a))).toBe(significant(a));
        if (a < b) expect(significant(a)).toBeLessThanOrEqual(significant(b));
      }),
    );
  });

  it('has digits that no logarithm is needed for, and they are the same', () => {
    const plain = (value: number): number => {
      const exponent = 2 - Math.floor(Math.log10(Math.abs(value)));
      return exponent >= 0 ? Math.round(value * 10 ** exponent) / 10 ** exponent : Math.round(value / 10 ** -exponent) * 10 ** -exponent;
    };
    const usual = fc.oneof(fc.double({ noNaN: true, min: 1, max: 1_000 }), fc.constantFrom(9.995, 9.994999999999999, 99.95, 99.99999999999999, 999.5, 999.9999999999999, 1.005));
    fc.assert(
      fc.property(usual, (value) => {
        expect([significant(value), significant(-value)]).toEqual([plain(value), plain(-value)]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read from its values in their order of size', () => {
    const many = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 200 });
    const unsigned = (value: number): number => value + 0;
    fc.assert(
      fc.property(many, (values) => {
        expect(ascending(values).map(unsigned)).toEqual(values.toSorted((a, b) => a - b).map(unsigned));
      }),
    );
  });

  it('has percentiles in order, between the smallest and the largest', () => {
    fc.assert(
      fc.property(series.filter(({ length }) => length > 0), (values) => {
        const summary = summariseMetric(values);
        const inOrder = [significant(Math.min(...values)), summary?.p50 ?? 0, summary?.p95 ?? 0, summary?.p99 ?? 0, significant(Math.max(...values))];
        expect(inOrder.toSorted((a, b) => a - b)).toEqual(inOrder);
      }),
    );
  });
});

describe('where a metric goes', () => {
  it.each([
    ['increasing', [10, 11, 12, 14, 15, 17]],
    ['decreasing', [90, 80, 70, 40, 20, 10]],
    ['stable', [50, 51, 50, 49, 50, 51]],
    ['stable', [100, 101, 102, 103, 104, 105]],
    ['volatile', [0, 100, 0, 100, 0, 100]],
    ['volatile', [0, 0, 0, 0, 0, 0, 0, 0, 100]],
    ['stable', [0, 0, 0, 0]],
    ['stable', [1, 100, 1_000]],
  ])('is %s for %j', (trend, values) => {
    expect(trendOf(values)).toBe(trend);
  });

  it('follows time when its mean ranks do, however many values are equal', () => {
    const meanRank = (values: readonly number[], value: number): number => values.filter((other) => other < value).length + (values.filter((other) => other === value).length - 1) / 2;
    const correlation = (values: readonly number[]): number => {
      const [places, ranks] = [[...values.keys()], values.map((value) => meanRank(values, value))];
      const centre = (values.length - 1) / 2;
      const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, at) => sum + (one - centre) * ((b[at] ?? 0) - centre), 0);
      return product(ranks, places) / Math.sqrt(product(ranks, ranks) * product(places, places));
    };
    // Few sizes, and a way from the first third to the last that is worth saying.
    const steps = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 6, maxLength: 30 }).map((sizes) => sizes.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(steps, fc.array(fc.nat({ max: 29 }), { maxLength: 8 }), (rising, moved) => {
        const values = [...rising];
        for (const from of moved) values.push(...values.splice(from % values.length, 1));
        const third = Math.floor(values.length / 3);
        const middle = (part: readonly number[]): number => ((part.toSorted((a, b) => a - b)[Math.floor((part.length - 1) / 2)] ?? 0) + (part.toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0)) / 2;
        const way = middle(values.slice(-third)) - middle(values.slice(0, third));
        const size = values.reduce((sum, value) => sum + value, 0) / values.length;
        const directed = size > 0 && Math.abs(way) >= 0.1 * size && Math.abs(correlation(values)) >= 0.5 && Math.sign(way) === Math.sign(correlation(values));
        expect(['increasing', 'decreasing'].includes(trendOf(values))).toBe(directed);
      }),
      { numRuns: 500 },
    );
  });

  it('stays when all is multiplied, and turns when time or sign do', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(0.5, 2, 1024), (values, factor) => {
        const trend = trendOf(values);
        expect(trendOf(values.map((value) => value * factor))).toBe(trend);
        expect(trendOf(values.toReversed())).toBe(SWAPPED[trend]);
        expect(trendOf(values.map((value) => -value))).toBe(SWAPPED[trend]);
      }),
    );
  });

  it('is up for whatever rises all the time by a fifth and more', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 1.2, max: 3, noNaN: true }), { minLength: 4, maxLength: 30 }), (factors) => trendOf(factors.map((_, at) => factors.slice(0, at + 1).reduce((product, factor) => product * factor, 1))) === 'increasing'));
  });
});
