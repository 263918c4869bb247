import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewestBins } from './exact-packing.fixture';
import { gapPercent, lowerBound, nodesLowerBound } from './lower-bound';
import type { Vector } from './size-class';

const many = (size: Vector, count: number): readonly Vector[] => Array.from({ length: count }, () => size);

describe('lowerBound', () => {
  it('is the volume where sizes divide the bin', () => {
    expect(lowerBound({ items: many([1_000, 2], 64), bin: [32_000, 128] })).toBe(2);
  });

  it('counts things of more than half a bin one by one', () => {
    expect(lowerBound({ items: many([17, 1], 10), bin: [32, 100] })).toBe(10);
  });

  it('knows that two of 0.4 fit and three do not', () => {
    expect(lowerBound({ items: many([40], 9), bin: [100] })).toBe(5);
  });

  it('takes two scarce dimensions together', () => {
    // Each needs 0.6 of one and 0.5 of the other: half-and-half mixes are 0.55, so no two share a bin.
    const items = [...many([60, 50], 5), ...many([50, 60], 5)];
    expect(lowerBound({ items, bin: [100, 100] })).toBe(10);
  });

  it('leaves out what fits no bin, and is nothing for nothing', () => {
    expect(lowerBound({ items: many([101], 3), bin: [100] })).toBe(0);
    expect(lowerBound({ items: [], bin: [100] })).toBe(0);
    expect(lowerBound({ items: many([0, 0], 3), bin: [0, 0] })).toBe(1);
  });

  it('never exceeds the fewest bins', () => {
    const size = fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 2, maxLength: 2 }), (items, bin) => {
        expect(lowerBound({ items, bin })).toBeLessThanOrEqual(fewestBins(items, bin));
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('nodesLowerBound', () => {
  it('fills the largest nodes first', () => {
    expect(nodesLowerBound({ items: many([10, 1], 9), nodes: [[20, 10], [20, 10], [60, 10], [20, 10]] })).toBe(3);
  });

  it('never exceeds the number of nodes on which everything has a place', () => {
    const vector = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(fc.array(vector, { maxLength: 3 }), { maxLength: 5 }), (nodes) => {
        const rooms = nodes.map((pods) => [0, 1].map((dimension) => pods.reduce((sum, pod) => sum + (pod[dimension] ?? 0), 0)));
        const used = nodes.filter((pods) => pods.length > 0).length;
        expect(nodesLowerBound({ items: nodes.flat(), nodes: rooms })).toBeLessThanOrEqual(used);
      }),
    );
  });
});

describe('gapPercent', () => {
  it('is the excess over the bound', () => {
    expect(gapPercent(105, 100)).toBe(5);
    expect(gapPercent(0, 0)).toBe(0);
  });
});
