import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackWeight, milestoneAt } from './feedback-weight';

describe('the weight of feedback', () => {
  it.each([
    [0, 0],
    [9_999, 0],
    [10_000, 0.02],
    [25_000, 0.05],
    [50_000, 0.1],
    [125_000, 0.125],
    [200_000, 0.15],
    [250_000, 0.15 + 0.1 / 6],
    [350_000, 0.2],
    [500_000, 0.25],
    [9e12, 0.25],
  ])('at %d instance-hours is %d', (hours, weight) => {
    expect(feedbackWeight(hours)).toBeCloseTo(weight, 12);
  });

  it('never falls as hours are added, and never leaves 0 to a quarter', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (hours, more) => {
        expect(feedbackWeight(hours + more)).toBeGreaterThanOrEqual(feedbackWeight(hours));
        expect(feedbackWeight(hours)).toBeLessThanOrEqual(0.25);
      }),
    );
  });
});

describe('the milestone', () => {
  it.each([
    [0, 'Month 1', 'Month 3', 0],
    [10_000, 'Month 3', 'Month 6', 0],
    [30_000, 'Month 3', 'Month 6', 0.5],
    [125_000, 'Month 6', 'Month 12', 0.5],
    [499_999, 'Month 12', 'Mature', 299_999 / 300_000],
    [500_000, 'Mature', undefined, 1],
  ])('at %d instance-hours is %s', (hours, ...wanted) => {
    const { name, next, progress } = milestoneAt(hours);
    expect([name, next?.name, progress]).toEqual(wanted);
  });
});
