import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binTable, UNKNOWN_BIN } from './binned-table';
import { between, cutPoints } from './cut-points';

const cuts = (values: readonly number[], bins: number, weights?: readonly number[]): number[] => [...cutPoints(Float32Array.from(values), weights === undefined ? undefined : Float64Array.from(weights), bins)];

describe('cutPoints', () => {
  it('lie midway between neighbours when there are few values', () => {
    expect(cuts([3, 1, Number.NaN, 1, 2], 255)).toEqual([1.5, 2.5]);
    expect(cuts([7, 7, Number.NaN], 255)).toEqual([]);
    expect(cuts([], 255)).toEqual([]);
  });

  it('make groups of equal weight when there are many values', () => {
    expect(cuts([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([2.5, 4.5, 6.5]);
    expect(cuts([1, 2, 3, 4, 5, 6, 7, 8], 2, [1, 1, 1, 1, 1, 1, 1, 7])).toEqual([7.5]);
  });

  it('give a value with much of the weight a group, and share what is left', () => {
    expect(cuts([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 3)).toEqual([0.5, 2.5]);
  });

  it('pass over values without weight', () => {
    expect(cuts([1, 2, 3], 255, [1, 0, 1])).toEqual([2]);
  });

  it('put every value into the group that its cuts say, and the unknown into their own', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { minLength: 1, maxLength: 60 }), fc.integer({ min: 3, max: 12 }), (values, maxBins) => {
        const column = Float32Array.from(values);
        const { bins, cuts: [ends = new Float64Array()] } = binTable({ rows: column.length, features: ['x'], columns: [column] }, undefined, maxBins);
        expect(ends.length).toBeLessThanOrEqual(maxBins - 2);
        expect([...ends]).toEqual([...ends].sort((one, other) => one - other));
        for (const [row, value] of column.entries()) expect(bins[row]).toBe(Number.isNaN(value) ? UNKNOWN_BIN : [...ends].filter((end) => value > end).length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('between', () => {
  it('is a 32-bit number, at least the lower and below the upper, whatever they are', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (one, other) => {
        fc.pre(one !== other);
        const [lower, upper] = one < other ? [one, other] : [other, one];
        const found = between(lower, upper);
        expect(Math.fround(found)).toBe(found);
        expect(found >= lower && found < upper).toBe(true);
      }),
    );
  });

  it('is the lower of two neighbours', () => {
    expect(between(1, 1 + 2 ** -23)).toBe(1);
  });
});
