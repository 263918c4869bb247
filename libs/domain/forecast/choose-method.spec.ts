import { describe, expect, it } from 'vitest';
import { backTest } from './back-test';
import { chooseMethod } from './choose-method';
import type { Forecaster, Method } from './method';
import { naive, seasonalNaive } from './naive';
import { theta } from './theta';

const method = (name: Method['name'], forecast: Forecaster, over: Partial<Method> = {}): Method => ({ name, least: 1, from: 1, forecast, ...over });
const months = (count: number, amount: (at: number) => number): readonly number[] => Array.from({ length: count }, (_, at) => amount(at));
const season = (at: number): number => 100 + 50 * Math.sin((at / 6) * Math.PI);
const fails: Forecaster = () => {
  throw new Error('no model found');
};

describe('a back-test', () => {
  it('asks from eight points of the past at most, each with the months before it alone', () => {
    const seen: number[] = [];
    const spy = method('theta', (amounts, horizon) => {
      seen.push(amounts.length);
      return naive(amounts, horizon);
    });
    const { trials } = backTest([spy], months(60, (at) => at), 6);
    expect(seen).toEqual([54, 53, 52, 51, 50, 49, 48, 47]);
    expect(trials[0]).toEqual({ actual: [54, 55, 56, 57, 58, 59], foretold: new Map([['theta', [53, 53, 53, 53, 53, 53]]]) });
  });

  it('does not ask for what is too short', () => {
    const all = [method('naive', naive), method('seasonal_naive', seasonalNaive, { least: 12, from: 24 })];
    const asked = (count: number): readonly unknown[] => {
      const { methods, trials } = backTest(all, months(count, season), 6);
      return [methods.map(({ name }) => name), trials.length, trials[0]?.actual.length];
    };
    expect(asked(3)).toEqual([['naive'], 0, undefined]);
    expect(asked(4)).toEqual([['naive'], 1, 1]);
    expect(asked(23)).toEqual([['naive'], 6, 6]);
    expect(asked(24)).toEqual([['naive', 'seasonal_naive'], 7, 6]);
  });

  it('leaves out who fails once, and says who', () => {
    for (const bad of [fails, () => [NaN], () => [1], (amounts: readonly number[], horizon: number) => naive(amounts, horizon).map(() => 1e9)]) {
      const { methods, failed } = backTest([method('naive', naive), method('ets', bad)], months(40, season), 6);
      expect([methods.map(({ name }) => name), failed]).toEqual([['naive'], ['ets']]);
    }
  });
});

describe('the choice', () => {
  it('is the one that is clearly nearer than the mean of several', () => {
    const tested = backTest([method('naive', naive), method('theta', theta), method('seasonal_naive', seasonalNaive)], months(60, season), 6);
    expect(chooseMethod(tested, 60)).toMatchObject({ method: 'seasonal_naive', weights: new Map([['seasonal_naive', 1]]) });
  });

  it('is the mean otherwise, who was nearer weighing more', () => {
    const off = (by: number) => method(by > 0 ? 'theta' : 'ets', (_, horizon) => months(horizon, () => 100 + by));
    const { method: chosen, weights, foretold } = chooseMethod(backTest([off(10), off(-20)], months(60, () => 100), 6), 60);
    expect(chosen).toBe('mean_of_several');
    expect([...weights.values()].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(weights.get('theta')).toBeCloseTo(0.845, 3);
    expect(foretold[0]?.[0]).toBeCloseTo(105.3, 1);
  });

  it('does not let a weight know what it foretells', () => {
    const early = method('theta', (amounts, horizon) => months(horizon, () => (amounts.length < 54 ? 100 : 130)));
    const steady = method('ets', (_, horizon) => months(horizon, () => 110));
    const { foretold } = chooseMethod(backTest([early, steady], months(60, () => 100), 6), 60);
    // In the newest trial the early one was wrong for the first time: from the others nobody could know.
    expect(foretold[0]?.[0]).toBeGreaterThan(129.9);
  });
});
