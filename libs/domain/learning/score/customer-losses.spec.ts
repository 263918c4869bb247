import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerLosses, effectiveLoss, type Loss } from './customer-losses';
import { DECAY_EPOCH_MS, decayFactor, forwardFactor, HALF_LIFE_DAYS } from './decay';

const AT = DECAY_EPOCH_MS;
const at = (minutes: number, nodes = 1): Loss => ({ at: AT + minutes * 60_000, nodes });
const reports = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 1_500 }).map((second) => AT + second * 1_000), nodes: fc.integer({ min: 1, max: 30 }) }),
  { maxLength: 25 },
);
const had = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 60, noNaN: true }));

/** Every way to cut the reports, in order of time, into groups of three minutes at most. */
const leastOfAllWays = (losses: readonly Loss[], nodesHad: number): number => {
  const sorted = [...losses].sort((left, right) => left.at - right.at);
  if (sorted.length === 0) return 0;
  let least = Infinity;
  for (let cuts = 0; cuts < 2 ** (sorted.length - 1); cuts += 1) {
    const groups: Loss[][] = [[]];
    for (const [index, loss] of sorted.entries()) {
      groups.at(-1)?.push(loss);
      if ((cuts >> index) % 2 === 1 && index < sorted.length - 1) groups.push([]);
    }
    if (groups.some((group) => (group.at(-1)?.at ?? 0) - (group[0]?.at ?? 0) > 180_000)) continue;
    least = Math.min(least, groups.reduce((sum, group) => sum + effectiveLoss(group.reduce((nodes, loss) => nodes + loss.nodes, 0), nodesHad) * forwardFactor(group.at(-1)?.at ?? 0), 0));
  }
  return least;
};

describe('what a customer lost in a pool', () => {
  it.each([
    { what: 'its only node', losses: [at(0)], nodesHad: 1, wanted: 1 },
    { what: 'one of four, which are worth 1.6', losses: [at(0)], nodesHad: 4, wanted: 0.4 },
    { what: 'all four at once', losses: [at(0, 4)], nodesHad: 4, wanted: 1.6 },
    { what: 'all four within three minutes, one by one', losses: [at(0), at(1), at(2), at(3)], nodesHad: 4, wanted: 1.6 },
    { what: '20 at once when nobody knows how many there were', losses: [at(0, 20)], nodesHad: 0, wanted: 40 / 21 },
    { what: 'one node twice, ten minutes apart', losses: [at(0), at(10)], nodesHad: 1, wanted: 2 },
    { what: 'nothing', losses: [], nodesHad: 3, wanted: 0 },
  ])('$what counts $wanted', ({ losses, nodesHad, wanted }) => {
    expect(customerLosses(losses, nodesHad)).toBeCloseTo(wanted, 3);
  });

  it('counts half after a half-life', () => {
    const later = AT + HALF_LIFE_DAYS * 86_400_000;
    expect(customerLosses([at(0)], 1) * decayFactor(later)).toBeCloseTo(0.5, 12);
    expect(customerLosses([{ at: later, nodes: 1 }], 1) * decayFactor(later)).toBeCloseTo(1, 12);
  });

  it('is the least that any way to group the reports makes of it', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 600 }).map((second) => AT + second * 1_000), nodes: fc.integer({ min: 1, max: 9 }) }), { maxLength: 9 }), had, (losses, nodesHad) => {
        expect(customerLosses(losses, nodesHad)).toBeCloseTo(leastOfAllWays(losses, nodesHad), 9);
      }),
    );
  });

  it('never falls when one more report comes, wherever it belongs', () => {
    fc.assert(
      fc.property(reports, fc.record({ second: fc.integer({ min: -200, max: 1_700 }), nodes: fc.integer({ min: 1, max: 30 }) }), had, (losses, { second, nodes }, nodesHad) => {
        const more = [...losses, { at: AT + second * 1_000, nodes }];
        expect(customerLosses(more, nodesHad)).toBeGreaterThanOrEqual(customerLosses(losses, nodesHad) - 1e-9);
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on the order of reports', () => {
    fc.assert(
      fc.property(reports, had, (losses, nodesHad) => {
        expect(customerLosses([...losses].reverse(), nodesHad)).toBeCloseTo(customerLosses(losses, nodesHad), 9);
      }),
    );
  });
});
