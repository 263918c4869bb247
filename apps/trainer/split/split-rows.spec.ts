import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByGroup, splitByTime } from './split-rows';

describe('a split by time', () => {
  it('learns from 70% of the time, stops by 10%, judges by 20%, with a gap between', () => {
    const { train, validation, test } = splitByTime({ at: Float64Array.from({ length: 121 }, (_, at) => at) }, 10);
    expect([train.at(0), train.at(-1), validation.at(0), validation.at(-1), test.at(0), test.at(-1)]).toEqual([0, 70, 81, 90, 101, 120]);
  });

  it('never learns from what ends after something that judges began', () => {
    const times = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(times, fc.nat(50), (given, gap) => {
        const at = Float64Array.from(given);
        const { train, validation, test } = splitByTime({ at }, gap);
        const latest = (rows: Int32Array): number => Math.max(...Array.from(rows, (row) => at[row] ?? 0), Number.NEGATIVE_INFINITY);
        const earliest = (rows: Int32Array): number => Math.min(...Array.from(rows, (row) => at[row] ?? 0), Number.POSITIVE_INFINITY);
        expect(latest(train) + gap).toBeLessThan(earliest(validation));
        expect(Math.max(latest(train), latest(validation)) + gap).toBeLessThan(earliest(test));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a split by group', () => {
  it.each([
    [1, 1, 0, 0],
    [2, 1, 0, 1],
    [4, 3, 0, 1],
    [10, 7, 1, 2],
    [24, 17, 2, 5],
  ])('of %d groups learns from %d, stops by %d and judges by %d', (count, ...wanted) => {
    const { train, validation, test } = splitByGroup({ groups: Array.from({ length: count }, (_, at) => `group ${String(at)}`) }, 1);
    expect([train, validation, test].map((rows) => rows.length)).toEqual(wanted);
  });

  it('has every row on exactly one side and no group on two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 60 }), fc.nat(1_000), (groups, seed) => {
        const { train, validation, test } = splitByGroup({ groups }, seed);
        expect([...train, ...validation, ...test].sort((one, other) => one - other)).toEqual([...groups.keys()]);
        const named = [train, validation, test].flatMap((rows) => [...new Set(Array.from(rows, (row) => groups[row] ?? ''))]);
        expect(named).toHaveLength(new Set(groups).size);
      }),
      { numRuns: 50 },
    );
  });
});
