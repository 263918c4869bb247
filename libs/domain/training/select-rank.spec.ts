import fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectRank } from './select-rank';

it('selectRank finds what sorting finds, of many equal values, of infinite ones, and of sorted ones', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
  const values = fc.oneof(fc.array(value, { maxLength: 50 }), fc.array(value, { maxLength: 50 }).map((list) => list.toSorted((one, other) => one - other)));
  fc.assert(
    fc.property(values, fc.nat(60), (list, rank) => {
      const sorted = list.toSorted((one, other) => one - other);
      // + 0: which of 0 and -0 comes first is nobody's business.
      expect(selectRank(Float64Array.from(list), rank) + 0).toBe((sorted[rank] ?? Number.NaN) + 0);
    }),
    { numRuns: 300 },
  );
});
