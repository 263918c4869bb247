import { describe, expect, it } from 'vitest';
import { defaultsOf } from '@ml/engine-kernel/settings';
import { spotSettings } from './config';
import { expectedHourlyCost, expectedPrice, monthlyInterruption } from './expected-cost';

const NOTHING_LEARNED = { weight: 0, score: 0.5 };

describe('the probability of an interruption in a month', () => {
  it('is the middle of the interruption class before anything was learned', () => {
    expect(([0, 1, 2, 3, 4] as const).map((found) => monthlyInterruption(found, NOTHING_LEARNED))).toEqual([0.025, 0.075, 0.125, 0.175, 0.25]);
  });

  it('moves towards what was learned as far as that weighs', () => {
    // 0.75 x 0.125 + 0.25 x 0.25 for the worst pool there can be, + 0.25 x 0.025 for the best.
    expect(monthlyInterruption(2, { weight: 0.25, score: 0 })).toBeCloseTo(0.15625, 10);
    expect(monthlyInterruption(2, { weight: 0.25, score: 1 })).toBeCloseTo(0.1, 10);
  });
});

describe('what was learned', () => {
  it.each([
    [1, 0.025],
    [0.75, 0.075],
    [0.6, 0.105],
    [0.5, 0.125],
    [0.25, 0.175],
    [0.1, 0.22],
    [0, 0.25],
  ])('as a score of %d stands for a probability of %d a month, as the classes do', (score, monthly) => {
    expect((monthlyInterruption(2, { weight: 0.25, score }) - 0.75 * 0.125) / 0.25).toBeCloseTo(monthly, 10);
  });
});

describe('the expected price', () => {
  const of = (p50: number): number => expectedPrice(0.05, { price: { p10: 0, p50, p90: 0 }, interruption_probability: null });

  it('is the larger of that of today and the one foretold', () => {
    expect([of(0.04), of(0.06)]).toEqual([0.05, 0.06]);
  });

  it('is never so large that a sum of it is no number', () => {
    expect(of(1e308)).toBe(1e6);
  });
});

describe('the expected cost of an hour', () => {
  const cost = { price: 0.03, onDemand: 0.46, monthlyInterruption: 0.25 };
  const config = defaultsOf(spotSettings);

  it.each([
    [null, 1],
    ['web', 1],
    ['batch', 2],
    ['ml', 3],
    ['stateful', 5],
    ['database', 5],
    ['quantum', 1],
  ])('for %s work is the price and %i recoveries of 1 USD and an hour on demand, by their probability', (workload, factor) => {
    // 0.25 a month x 1.46 USD / 730 h = 0.0005 an hour.
    expect(expectedHourlyCost(cost, config, workload)).toBeCloseTo(0.03 + 0.0005 * factor, 12);
  });

  it('follows what the operator says a recovery costs', () => {
    expect(expectedHourlyCost(cost, { ...config, recovery_usd: 5.84, recovery_hours: 0 }, 'web')).toBeCloseTo(0.032, 12);
  });
});
