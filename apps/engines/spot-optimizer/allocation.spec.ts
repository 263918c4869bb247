import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestAllocation, type Problem } from './allocation';

const ZONES = ['a', 'b', 'c', 'd'] as const;

const problem = (more: Partial<Problem>): Problem => ({
  nodes: 5,
  spot: [],
  onDemand: ZONES.map((zone, id) => ({ id, zone, cost: 10 })),
  minOnDemand: 1,
  coveredZones: new Set(),
  minZones: 3,
  atLeastOneSpot: false,
  ...more,
});

/** Tries every count in every pool: slow, and too simple to be wrong. */
const bruteForce = (given: Problem): number | null => {
  const places = [...given.spot.map((place) => ({ ...place, spot: true })), ...given.onDemand.map((place) => ({ ...place, spot: false, room: given.nodes }))];
  let best: number | null = null;
  const walk = (index: number, left: number, chosen: readonly number[]): void => {
    const place = places[index];
    if (place === undefined) {
      const cost = left === 0 ? judge(chosen) : null;
      if (cost !== null && (best === null || cost < best)) best = cost;
      return;
    }
    for (let count = 0; count <= Math.min(left, Math.max(0, place.room)); count += 1) walk(index + 1, left - count, [...chosen, count]);
  };
  const judge = (chosen: readonly number[]): number | null => {
    const used = places.map((place, index) => ({ ...place, count: chosen[index] ?? 0 })).filter((place) => place.count > 0);
    const zones = new Set([...given.coveredZones, ...used.map((place) => place.zone)]);
    const onDemand = used.filter((place) => !place.spot).reduce((sum, place) => sum + place.count, 0);
    const broken = zones.size < given.minZones || onDemand < given.minOnDemand || (given.atLeastOneSpot && !used.some((place) => place.spot));
    return broken ? null : used.reduce((sum, place) => sum + place.count * place.cost, 0);
  };
  walk(0, given.nodes, []);
  return best;
};

describe('cheapestAllocation', () => {
  it('fills the cheapest pools up to their room and keeps the on-demand buffer', () => {
    const spot = [
      { id: 0, zone: 'a', cost: 1, room: 2 },
      { id: 1, zone: 'b', cost: 2, room: 2 },
      { id: 2, zone: 'c', cost: 3, room: 2 },
    ];
    const plan = cheapestAllocation(problem({ spot }));
    // 2 x 1 + 2 x 2 + 10, the on-demand node covering the third zone.
    expect(plan?.cost).toBe(16);
    expect([...(plan?.spot ?? [])]).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('pays for a third zone with the cheapest node that reaches it', () => {
    const spot = [
      { id: 0, zone: 'a', cost: 1, room: 9 },
      { id: 1, zone: 'b', cost: 5, room: 9 },
    ];
    // 3 x 1 + 5 in zone b + 10 on demand in c or d: dearer than 4 x 1 + 10, but in three zones.
    expect(cheapestAllocation(problem({ spot }))?.cost).toBe(18);
  });

  it('prefers on-demand where spot costs as much, and counts no zone whose other name may be among them', () => {
    const spot = [{ id: 0, zone: 'a', cost: 10, room: 9 }];
    expect(cheapestAllocation(problem({ spot, minZones: 0 }))?.spot.size).toBe(0);
    expect(cheapestAllocation(problem({ spot, onDemand: [{ id: 0, zone: 'b', cost: 10 }, { id: 1, zone: null, cost: 10 }] }))).toBeNull();
  });

  it('knows when there is no plan', () => {
    expect(cheapestAllocation(problem({ onDemand: [] }))).toBeNull();
    expect(cheapestAllocation(problem({ nodes: 2 }))).toBeNull();
    expect(cheapestAllocation(problem({ atLeastOneSpot: true }))).toBeNull();
    expect(cheapestAllocation(problem({ minZones: 5 }))).toBeNull();
  });

  it('costs exactly what the best of all plans costs', () => {
    const cost = fc.integer({ min: 1, max: 12 });
    const zone = fc.constantFrom(...ZONES);
    const problems = fc.record({
      nodes: fc.integer({ min: 1, max: 5 }),
      spot: fc.array(fc.record({ zone, cost, room: fc.integer({ min: 0, max: 3 }) }), { maxLength: 4 }),
      onDemand: fc.uniqueArray(fc.record({ zone, cost }), { maxLength: 3, selector: (place) => place.zone }),
      minOnDemand: fc.integer({ min: 0, max: 2 }),
      covered: fc.uniqueArray(zone, { maxLength: 2 }),
      minZones: fc.integer({ min: 0, max: 4 }),
      atLeastOneSpot: fc.boolean(),
    });
    fc.assert(
      fc.property(problems, ({ covered, ...drawn }) => {
        const given: Problem = {
          ...drawn,
          spot: [...drawn.spot].sort((one, other) => one.cost - other.cost).map((place, id) => ({ ...place, id })),
          onDemand: [...drawn.onDemand].sort((one, other) => one.cost - other.cost).map((place, id) => ({ ...place, id })),
          coveredZones: new Set(covered),
        };
        expect(cheapestAllocation(given)?.cost ?? null).toBe(bruteForce(given));
      }),
      { numRuns: 3_000 },
    );
  });
});
