import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedExposure, poolShare, shrink, type Belief } from './shrinkage';

const BELIEF: Belief = { mean: 0.1, strength: 30, worst: 0.3 };
const amount = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 1e9, noNaN: true }));
const customer = fc.record({ losses: amount, exposure: amount });
const customers = fc.array(customer, { maxLength: 12 });
const belief = fc.record({ mean: fc.double({ min: 0.001, max: 3, noNaN: true }), strength: fc.double({ min: 0.1, max: 500, noNaN: true }), worst: fc.double({ min: 0.05, max: 5, noNaN: true }), tie: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true })) });
const SLACK = 1 + 1e-9;

describe('what was seen against what is expected', () => {
  it('is what is expected while nothing was seen', () => {
    expect(shrink({ customers: [] }, BELIEF)).toBeCloseTo(0.1, 12);
  });

  it('of five customers with 6 months and a loss each is (3 + 5) / (30 + 30)', () => {
    expect(shrink({ customers: Array.from({ length: 5 }, () => ({ losses: 1, exposure: 6 })) }, BELIEF)).toBeCloseTo(8 / 60, 12);
  });

  it('takes a customer with 1,000 of 1,030 months for a third: with 15 beside the 30 expected, half of them', () => {
    expect(countedExposure({ customers: [{ losses: 0, exposure: 1_000 }] }, 30)).toBeCloseTo(45, 12);
    // A loss in every twenty months counts as much as one in twenty of a third.
    expect(shrink({ customers: [{ losses: 50, exposure: 1_000 }] }, BELIEF)).toBeCloseTo(3 / 45 + 0.05 / 3, 12);
  });

  it('believes a customer with ten losses in a month 2.3 of them', () => {
    expect(shrink({ customers: [{ losses: 10, exposure: 1 }] }, BELIEF)).toBeCloseTo((3 + 2.3) / 31, 12);
  });

  it('names customers or sums them up with the same result, as long as the largest two are named', () => {
    const quiet = [40, 30, 20, 20, 5].map((exposure) => ({ losses: 0, exposure }));
    const lost = { losses: 1, exposure: 3 };
    expect(shrink({ customers: [lost, ...quiet.slice(0, 2)], others: 45 }, BELIEF)).toBeCloseTo(shrink({ customers: [lost, ...quiet] }, BELIEF), 12);
  });

  it('gives no customer more than a third', () => {
    fc.assert(
      fc.property(customers, belief, (evidence, { strength }) => {
        const total = countedExposure({ customers: evidence }, strength);
        const counted = evidence.reduce((sum, { exposure }) => sum + Math.min(exposure, total / 3), strength);
        expect(total / counted).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is a number that is not below 0, whatever it is given', () => {
    const anything = fc.double();
    fc.assert(
      fc.property(fc.array(fc.record({ losses: anything, exposure: anything }), { maxLength: 6 }), anything, belief, (evidence, others, expected) => {
        const rate = shrink({ customers: evidence, others }, expected);
        expect(Number.isFinite(rate) && rate >= 0).toBe(true);
      }),
    );
  });

  it('never falls when there are more losses, and with more expected', () => {
    fc.assert(
      fc.property(customers, customer, fc.record({ expected: belief, more: amount }), (evidence, one, { expected, more }) => {
        const before = shrink({ customers: [...evidence, one] }, expected);
        expect(shrink({ customers: [...evidence, { ...one, losses: one.losses + more }] }, expected) * SLACK).toBeGreaterThanOrEqual(before);
        expect(shrink({ customers: [...evidence, { losses: more, exposure: 0 }, one] }, expected) * SLACK).toBeGreaterThanOrEqual(before);
        const worse = { ...expected, mean: expected.mean * 1.5, strength: expected.strength / 1.5 };
        expect(shrink({ customers: [...evidence, one] }, worse) * SLACK).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never rises when somebody had nodes there and lost none', () => {
    fc.assert(
      fc.property(customers, belief, fc.record({ exposure: amount, more: amount }), (evidence, expected, { exposure, more }) => {
        const before = shrink({ customers: evidence }, expected) * SLACK;
        const once = shrink({ customers: [...evidence, { losses: 0, exposure }] }, expected);
        expect(once).toBeLessThanOrEqual(before);
        expect(shrink({ customers: [...evidence, { losses: 0, exposure: exposure + more }] }, expected)).toBeLessThanOrEqual(once * SLACK);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is moved by one customer at most by a third of the worst, and by two losses and what the time bears', () => {
    fc.assert(
      fc.property(customers, customer, belief, (evidence, one, expected) => {
        const before = shrink({ customers: evidence }, expected);
        const after = shrink({ customers: [...evidence, one] }, expected);
        expect(after - before).toBeLessThanOrEqual(expected.worst / 3 + 1e-9);
        expect(after - before).toBeLessThanOrEqual((2 + expected.worst * one.exposure) / expected.strength + 1e-9);
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes to what is true when many customers have seen enough', () => {
    for (const truth of [0.01, 0.1, 0.25]) {
      expect(shrink({ customers: Array.from({ length: 50 }, () => ({ losses: truth * 1_000, exposure: 1_000 })) }, BELIEF)).toBeCloseTo(truth, 3);
    }
  });

  it('does not depend on the order of customers', () => {
    fc.assert(
      fc.property(customers, belief, (evidence, expected) => {
        expect(shrink({ customers: [...evidence].reverse() }, expected)).toBeCloseTo(shrink({ customers: evidence }, expected), 9);
      }),
    );
  });
});


describe('what a pool is worth', () => {
  it.each([
    { months: 0, share: 1 },
    { months: 10, share: 0.5 },
    { months: 990, share: 0.01 },
  ])('$months months count $share times', ({ months, share }) => {
    expect(poolShare({ customers: [{ losses: 1, exposure: months / 2 }], others: months / 2 })).toBeCloseTo(share, 12);
  });

  it('halves what a belief learns of it when there is as much of it', () => {
    // 30 months expected, ten each of six customers, every one as much belief again.
    const evidence = { customers: Array.from({ length: 6 }, () => ({ losses: 2, exposure: 10 })) };
    expect(shrink(evidence, { ...BELIEF, tie: 1 })).toBeCloseTo((0.1 * (30 + 60) + 12) / (30 + 120), 12);
  });

  it('is never so much that a thousand customers and one crunch settle what is true', () => {
    const crunch = { customers: Array.from({ length: 1_000 }, (_, index) => ({ losses: index < 500 ? 1 : 0, exposure: 4 })) };
    expect(shrink(crunch, { ...BELIEF, tie: 3 })).toBeCloseTo(0.1 + (0.125 - 0.1) / 4, 3);
  });
});
