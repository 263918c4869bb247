import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewestBins } from './exact-packing.fixture';
import { fitDecreasing } from './fit-decreasing';
import { lowerBound } from './lower-bound';
import { packFresh, strongLowerBound, type FreshPacking } from './pack-fresh';
import { fits, sizeClassesOf, type Vector } from './size-class';

const many = (size: Vector, count: number): readonly Vector[] => Array.from({ length: count }, () => size);

/** What is in each bin, summed up. */
const loadsOf = (items: readonly Vector[], { bins, assignment }: FreshPacking, width: number): readonly Vector[] => {
  const loads = Array.from({ length: bins }, () => Array.from({ length: width }, () => 0));
  items.forEach((size, index) => size.forEach((amount, dimension) => (loads[assignment[index]!]?.[dimension] !== undefined ? (loads[assignment[index]!]![dimension]! += amount) : 0)));
  return loads;
};

const holdsAll = (items: readonly Vector[], bin: Vector, packing: FreshPacking): void => {
  for (const load of loadsOf(items, packing, bin.length)) expect(fits(load, bin)).toBe(true);
  items.forEach((size, index) => {
    const inside = packing.assignment[index]! >= 0 && packing.assignment[index]! < packing.bins;
    expect(inside).toBe(fits(size, bin));
  });
  expect(new Set(packing.assignment.filter((number) => number >= 0)).size).toBe(packing.bins);
};

describe('packFresh', () => {
  it('pairs what first-fit decreasing leaves alone', () => {
    // 45 + 35 + 20 fill a bin; largest first puts 45 to 45 and 35 to 35, and takes five.
    const items = [...many([45], 4), ...many([35], 4), ...many([20], 4)];
    expect(packFresh({ items, bin: [100] })).toMatchObject({ bins: 4, bound: 4 });
  });

  it('proves that nothing was left where volume alone says otherwise', () => {
    // Volume says nine; but no bin holds two of 51.
    const items = [...many([51, 10], 10), ...many([34, 10], 10)];
    const { bins, bound } = packFresh({ items, bin: [100, 100] });
    expect({ bins, bound }).toEqual({ bins: 10, bound: 10 });
  });

  it('leaves out what fits no bin', () => {
    expect(packFresh({ items: [[5], [200], [5]], bin: [10] })).toEqual({ bins: 1, assignment: [0, -1, 0], bound: 1 });
    expect(packFresh({ items: [], bin: [10] })).toEqual({ bins: 0, assignment: [], bound: 0 });
    expect(packFresh({ items: [[0, 0]], bin: [0, 0] })).toMatchObject({ bins: 1, assignment: [0] });
  });

  it('packs everything once, never over a bin, within its bound, and is as good as trying everything but for one bin', () => {
    const size = fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 2, maxLength: 2 });
    const bins = fc.array(fc.integer({ min: 0, max: 13 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 8 }), bins, (items, bin) => {
        const packing = packFresh({ items, bin });
        const fewest = fewestBins(items, bin);
        holdsAll(items, bin, packing);
        expect(packing.bound).toBeLessThanOrEqual(fewest);
        expect(strongLowerBound({ items, bin })).toBeLessThanOrEqual(fewest);
        expect(packing.bins).toBeGreaterThanOrEqual(fewest);
        expect(packing.bins).toBeLessThanOrEqual(fewest + 1);
      }),
      { numRuns: 400 },
    );
  });

  it('never takes more bins than first-fit or best-fit decreasing, nor fewer than its bound', () => {
    const size = fc.record({ cpu: fc.integer({ min: 100, max: 8_000 }), memory: fc.integer({ min: 64, max: 32_768 }), replicas: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 12 }), (sizes) => {
        const items = sizes.flatMap(({ cpu, memory, replicas }) => many([cpu, memory, 1], replicas));
        const bin = [16_000, 65_536, 58];
        const packing = packFresh({ items, bin });
        holdsAll(items, bin, packing);
        for (const fit of ['first', 'best'] as const) expect(packing.bins).toBeLessThanOrEqual(fitDecreasing(sizeClassesOf(items), bin, { fit, order: 'largest share' }).length);
        expect(packing.bound).toBeLessThanOrEqual(packing.bins);
        expect(packing.bound).toBeGreaterThanOrEqual(lowerBound({ items, bin }));
      }),
      { numRuns: 40 },
    );
  });

  it('packs more sizes than a linear programme has rows for', { timeout: 30_000 }, () => {
    const items = Array.from({ length: 200 }, (_, index): Vector => [1_000 + ((index * 7_919) % 6_007), 1_000 + ((index * 104_729) % 20_011), 1]);
    const bin = [16_000, 65_536, 58];
    const packing = packFresh({ items, bin });
    holdsAll(items, bin, packing);
    expect(strongLowerBound({ items, bin })).toBeLessThanOrEqual(packing.bins);
  });

  it('gives the same packing for the same question', () => {
    const items = [...many([3_152, 5_600], 60), ...many([11_300, 49_152], 40), ...many([8_000, 30_517], 31)];
    expect(packFresh({ items, bin: [32_000, 131_072] })).toEqual(packFresh({ items: [...items], bin: [32_000, 131_072] }));
  });
});
