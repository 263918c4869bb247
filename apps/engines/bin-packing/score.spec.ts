import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disruptionOf, evictionCost, MoveScore } from './score';

const rule = { k: 2, empty: false };
const cluster = { cost: 10, disruption: 100 };
const score = (cost: number, disruption: number, k = 2): MoveScore => new MoveScore({ cost, disruption }, cluster, { ...rule, k });
const positive = fc.double({ min: 0.01, max: 1_000, noNaN: true });

describe('the cost of an eviction', () => {
  it('is 1 for an ordinary pod, more by its deletion cost and its priority, and bounded', () => {
    expect(evictionCost({ deletionCost: 0, priority: null })).toBe(1);
    expect(evictionCost({ deletionCost: 2 ** 27, priority: 0 })).toBe(2);
    expect(evictionCost({ deletionCost: 0, priority: 2 ** 25 })).toBe(2);
    expect(evictionCost({ deletionCost: 2 ** 31 - 1, priority: 2_000_001_000 })).toBe(10);
    expect(evictionCost({ deletionCost: -(2 ** 31), priority: -(2 ** 31) })).toBe(-10);
  });

  it('never makes a disruption smaller than the node itself', () => {
    expect(disruptionOf([])).toBe(1);
    expect(disruptionOf([1, 2, -5])).toBe(4);
  });
});

describe('a move', () => {
  it('scores its share of the savings by its share of the disruption: 1 of 10 by 5 of 100 is 2', () => {
    expect(score(1, 5).score()).toBeCloseTo(2, 12);
    expect(score(1, 20).score()).toBeCloseTo(0.5, 12);
  });

  it('is approved from 1/k on', () => {
    expect([1, 2, 3].map((k) => score(1, 20, k).approved())).toEqual([false, true, true]);
    expect([1, 2, 3].map((k) => score(1, 30, k).approved())).toEqual([false, false, true]);
  });

  it('that saves nothing is never approved, however little it disrupts', () => {
    for (const cost of [0, -1, Number.NaN]) expect(new MoveScore({ cost, disruption: 0 }, cluster, { k: 3, empty: true }).approved()).toBe(false);
  });

  it('that disrupts no pod is always approved when it saves', () => {
    fc.assert(
      fc.property(positive, positive, (cost, disruption) => {
        expect(new MoveScore({ cost, disruption }, cluster, { k: 1, empty: true }).approved()).toBe(true);
      }),
    );
  });

  it('scores more the more it saves, and less the more it disrupts', () => {
    fc.assert(
      fc.property(positive, positive, positive, (cost, disruption, more) => {
        expect(score(cost + more, disruption).score()).toBeGreaterThanOrEqual(score(cost, disruption).score());
        expect(score(cost, disruption + more).score()).toBeLessThanOrEqual(score(cost, disruption).score());
      }),
    );
  });

  it('scores the same in a cluster of any size: a node like all others scores 1', () => {
    for (const nodes of [1, 10, 1_000]) {
      expect(new MoveScore({ cost: 0.2, disruption: 11 }, { cost: 0.2 * nodes, disruption: 11 * nodes }, rule).score()).toBeCloseTo(1, 9);
    }
  });

  it('that halves the price of one node like all others is approved at k = 2, and not at k = 1', () => {
    const half = (k: number): boolean => new MoveScore({ cost: 0.1, disruption: 11 }, { cost: 2, disruption: 110 }, { k, empty: false }).approved();
    expect([half(2), half(1)]).toEqual([true, false]);
  });

  it('tells nodes apart that save the same and disrupt differently', () => {
    const [calm, busy] = [score(1, 8), score(1, 25)];
    expect([calm.approved(), busy.approved()]).toEqual([true, false]);
  });
});
