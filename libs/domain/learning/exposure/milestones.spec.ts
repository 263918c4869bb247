import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackWeight } from './feedback-weight';
import { milestonesReached, milestoneStates, milestoneWay } from './milestones';

describe('milestones of learning', () => {
  it.each([
    [0, 'Month 1', 'Month 3 (10K instance-hours)', '0%'],
    [9_999, 'Month 1', 'Month 3 (10K instance-hours)', '99%'],
    [125_000, 'Month 6', 'Month 12 (200K instance-hours)', '50%'],
    [250_000, 'Month 12', 'Mature (500K instance-hours)', '16%'],
    [600_000, 'Mature', null, '100%'],
  ])('at %d instance-hours it is %s, on the way to %s by %s', (hours, ...wanted) => {
    const { milestone, next_milestone, progress } = milestoneWay(hours);
    expect([milestone, next_milestone, progress]).toEqual(wanted);
  });

  it.each([
    [400, ['in_progress (400/10K instance-hours)', 'pending', 'pending', 'pending']],
    [49_999, ['completed', 'in_progress (49K/50K instance-hours)', 'pending', 'pending']],
    [50_000, ['completed', 'completed', 'in_progress (50K/200K instance-hours)', 'pending']],
    [250_000, ['completed', 'completed', 'completed', 'in_progress (250K/500K instance-hours)']],
    [500_000, ['completed', 'completed', 'completed', 'completed']],
  ])('at %d instance-hours the phases are %j', (hours, states) => {
    expect(Object.values(milestoneStates(hours))).toEqual(states);
  });

  it('are told from where a phase begins, and of the weight when it is at its most', () => {
    expect([0, 10_000, 200_000, 500_000].map((hours) => milestonesReached(hours, feedbackWeight(hours)))).toEqual([[], ['Month 3'], ['Month 3', 'Month 6', 'Month 12'], ['Month 3', 'Month 6', 'Month 12', 'Mature', 'weight 25%']]);
    fc.assert(
      fc.property(fc.nat(600_000), fc.nat(600_000), (hours, more) => {
        expect(milestonesReached(hours + more, 0)).toEqual(expect.arrayContaining([...milestonesReached(hours, 0)]));
      }),
    );
  });
});
