import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdvisorClass } from '@ml/contracts/pricing';
import { gatherEvidence } from './gather-evidence';
import { familyRatio, learnPool, priorOf, rateOf, regionRatio, safetyOf, type Prior } from './learned-score';
import type { CustomerEvidence } from './shrinkage';

const advisor = (advisor_class: AdvisorClass | null, region_rate: number | null = null) => ({ advisor_class, region_rate });
const classOf = fc.constantFrom<AdvisorClass | null>(0, 1, 2, 3, 4, null);
const amount = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 1e7, noNaN: true }));
const customer = fc.record({ losses: amount, exposure: amount });
const customers = fc.array(customer, { maxLength: 10 });
const prior = fc.tuple(classOf, fc.double({ min: 0, max: 10, noNaN: true })).map(([advisorClass, ratio]) => priorOf(advisor(advisorClass), ratio));

describe('the advisor alone', () => {
  it.each([
    [0, 1],
    [1, 0.75],
    [2, 0.5],
    [3, 0.25],
    [4, 0],
  ] as const)('class %d is a safety of %d', (advisorClass, safety) => {
    const expected = priorOf(advisor(advisorClass));
    expect(learnPool({ customers: [] }, expected)).toMatchObject({ confidence: 0.5, customers: 0 });
    expect(learnPool({ customers: [] }, expected).safety).toBeCloseTo(safety, 12);
  });

  it('without a class is the mean of its region; without any class a safety of 0.5', () => {
    expect(learnPool({ customers: [] }, priorOf(advisor(null, rateOf(0.075)))).safety).toBeCloseTo(0.75, 12);
    expect(learnPool({ customers: [] }, priorOf(advisor(null)))).toMatchObject({ confidence: 0.5 });
    expect(safetyOf(priorOf(advisor(null)).rate)).toBeCloseTo(0.5, 12);
  });
});

describe('what is learned of a pool', () => {
  const class1 = priorOf(advisor(1));

  it('of a class of 5 to 10%: a node of each of four customers lost in five months makes of 0.75 a safety of 0.65', () => {
    // 2.5 expected in 32.1 months, and for each month seen 3.2 more as expected: with four losses 11.5 in 116.2.
    const { safety, probability, confidence } = learnPool({ customers: Array.from({ length: 4 }, () => ({ losses: 1, exposure: 5 })) }, class1);
    expect(probability).toBeCloseTo(0.0942, 4);
    expect(safety).toBeCloseTo(0.654, 3);
    expect(confidence).toBe(0.95);
  });

  it('of the same class: 60 months of six customers without a loss make of it 0.83', () => {
    expect(learnPool({ customers: Array.from({ length: 6 }, () => ({ losses: 0, exposure: 10 })) }, class1).safety).toBeCloseTo(0.8267, 4);
  });

  it('counts a customer with a loss, or with a day in the pool, into its confidence', () => {
    const seen = [{ losses: 0.01, exposure: 0 }, { losses: 0, exposure: 24 / 730 }, { losses: 0, exposure: 23 / 730 }];
    expect(learnPool({ customers: seen }, class1)).toMatchObject({ customers: 2, confidence: 0.8 });
    expect(learnPool({ customers: seen, others: 2, other_customers: 1 }, class1)).toMatchObject({ customers: 3, confidence: 0.95 });
  });

  it('stays within its bounds for any input', () => {
    const anything = fc.double();
    fc.assert(
      fc.property(fc.array(fc.record({ losses: anything, exposure: anything }), { maxLength: 5 }), classOf, fc.double({ noNaN: true }), (evidence, advisorClass, ratio) => {
        const { safety, rate, probability, confidence } = learnPool({ customers: evidence }, priorOf(advisor(advisorClass), ratio));
        expect(safety >= 0 && safety <= 1 && probability >= 0 && probability <= 1 && rate >= 0 && Number.isFinite(rate)).toBe(true);
        expect(confidence >= 0.5 && confidence <= 0.95).toBe(true);
      }),
    );
  });

  it('is never safer with one more loss, of a customer known or new', () => {
    fc.assert(
      fc.property(fc.record({ evidence: customers, one: customer }), prior, amount, ({ evidence, one }, expected, more) => {
        const before = learnPool({ customers: [...evidence, one] }, expected).safety + 1e-9;
        expect(learnPool({ customers: [...evidence, { ...one, losses: one.losses + more }] }, expected).safety).toBeLessThanOrEqual(before);
        expect(learnPool({ customers: [...evidence, one, { losses: more, exposure: 0 }] }, expected).safety).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('is moved by one customer at most by 0.1 interruptions a month, half of the scale', () => {
    fc.assert(
      fc.property(customers, customer, prior, (evidence, one, expected) => {
        const before = learnPool({ customers: evidence }, expected);
        const after = learnPool({ customers: [...evidence, one] }, expected);
        expect(after.rate - before.rate).toBeLessThanOrEqual(0.1 + 1e-9);
        expect(before.safety - after.safety).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  it('comes back to what is expected as its evidence decays', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ losses: fc.double({ min: 0, max: 50, noNaN: true }), exposure: fc.double({ min: 0, max: 500, noNaN: true }) }), { maxLength: 6 }), prior, (evidence, expected) => {
        const faded = evidence.map(({ losses, exposure }) => ({ losses: losses * 2 ** -30, exposure: exposure * 2 ** -30 }));
        expect(learnPool({ customers: faded }, expected).rate).toBeCloseTo(expected.rate, 4);
      }),
    );
  });
});

describe('what region and family showed', () => {
  const pool = (rates: Record<string, CustomerEvidence>, advisor_rate = 0.1) => ({ advisor_rate, customers: new Map(Object.entries(rates)) });
  const spread = (losses: number, exposure: number): Record<string, CustomerEvidence> => Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { losses, exposure }]));

  it('is one while nothing was seen, and the family goes by its region', () => {
    expect(regionRatio(gatherEvidence([]))).toBe(1);
    expect(familyRatio(gatherEvidence([]), 1.4)).toBeCloseTo(1.4, 12);
  });

  it('twice as many losses as expected, ten of them in fifty months of one pool, count as a sixth in a region', () => {
    expect(regionRatio(gatherEvidence([pool(spread(2, 10))]))).toBeCloseTo((50 + 10 / 6) / (50 + 5 / 6), 12);
  });

  it('makes more of a family that lost more than its region', () => {
    const worse = familyRatio(gatherEvidence([pool(spread(2, 10))]), 1);
    expect(worse).toBeCloseTo((8 + 10 / 6) / (8 + 5 / 6), 12);
    expect(priorOf(advisor(1), worse).rate).toBeCloseTo(priorOf(advisor(1)).rate * worse, 12);
  });

  it('leaves out losses of customers of whom nobody knows how long they were there', () => {
    expect(regionRatio(gatherEvidence([pool({ a: { losses: 40, exposure: 0 } })]))).toBe(1);
  });

  it('adds up what a customer saw in several pools, so that it is one customer', () => {
    const one = pool({ a: { losses: 30, exposure: 100 } });
    // A hundred months of a pool are worth 9.1.
    expect(gatherEvidence([one, one]).customers).toEqual([{ losses: expect.closeTo(60 / 11, 9) as number, exposure: expect.closeTo(20 / 11, 9) as number }]);
  });

  it('never makes what is expected of a pool more than four times, or less than a quarter of what the advisor says', () => {
    const bounds = (ratio: number): Prior => priorOf(advisor(2), ratio);
    expect(bounds(50).rate).toBeCloseTo(4 * rateOf(0.125), 12);
    expect(bounds(0).rate).toBeCloseTo(rateOf(0.125) / 4, 12);
  });
});
