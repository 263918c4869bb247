import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastAmounts } from './forecast-amounts';
import type { FittedForecasters, Forecaster } from './method';
import { naive, seasonalNaive } from './naive';
import { theta } from './theta';

/** In the place of the library: what it fits is no business of these rules. */
const fitted: FittedForecasters = { ets: theta, mstl: seasonalNaive, prophet: theta };
const fails: Forecaster = () => {
  throw new Error('no model found');
};
const strange: Forecaster = (_, horizon) => Array.from({ length: horizon }, () => NaN);

const amount = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
const costs = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
/** Without those of which a half, or a square, is nothing. */
const billed = costs.map((each) => (each < 1e-6 ? 0 : each));
const series = (of: fc.Arbitrary<number>): fc.Arbitrary<number[]> => fc.array(of, { minLength: 3, maxLength: 60 });
const horizon = fc.integer({ min: 1, max: 12 });
const FEW = { numRuns: 60 } as const;

describe('a forecast', () => {
  it('is finite and lies in its interval, whatever the amounts', () => {
    fc.assert(
      fc.property(series(amount), horizon, (amounts, ahead) => {
        const { points } = forecastAmounts(amounts, ahead, fitted);
        expect(points).toHaveLength(ahead);
        for (const point of points) {
          expect([point.lower, point.amount, point.upper].every(Number.isFinite)).toBe(true);
          expect(point.lower).toBeLessThanOrEqual(point.amount);
          expect(point.upper).toBeGreaterThanOrEqual(point.amount);
        }
      }),
      FEW,
    );
  });

  it('has an interval of the size of the bills, however wild a few of them are', () => {
    const wild = fc.array(fc.integer({ min: 10, max: 999 }), { minLength: 5, maxLength: 14 });
    fc.assert(
      fc.property(wild, (amounts) => {
        for (const { upper } of forecastAmounts(amounts, 12, fitted).points) expect(upper).toBeLessThan(20 * Math.max(...amounts));
      }),
    );
  });

  it('has no error in percent where a month cost next to nothing', () => {
    const amounts = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? 1e-12 : 1e12));
    expect(forecastAmounts(amounts, 6, fitted).backtest).toMatchObject({ mape: null, origins: 7 });
  });

  it('is never below zero when nothing before was', () => {
    fc.assert(
      fc.property(series(costs), horizon, (amounts, ahead) => {
        for (const { lower } of forecastAmounts(amounts, ahead, fitted).points) expect(lower).toBeGreaterThanOrEqual(0);
      }),
      FEW,
    );
  });

  it('does not depend on the unit of the amounts, nor on when it is asked', () => {
    fc.assert(
      fc.property(series(billed), fc.integer({ min: -8, max: 8 }), (amounts, power) => {
        const unit = 2 ** power;
        const { points, ...rest } = forecastAmounts(amounts, 6, fitted);
        const scaled = forecastAmounts(amounts.map((each) => unit * each), 6, fitted);
        expect(scaled).toEqual({ ...rest, points: points.map(({ amount: point, lower, upper }) => ({ amount: unit * point, lower: unit * lower, upper: unit * upper })) });
        expect(forecastAmounts(amounts, 6, fitted)).toEqual({ ...rest, points });
      }),
      FEW,
    );
  });

  it('is given by the others when some fail', () => {
    fc.assert(
      fc.property(series(costs), (amounts) => {
        const { points, failed, method } = forecastAmounts(amounts, 3, { ets: fails, mstl: strange, prophet: fails });
        expect(points.every(({ amount: point }) => Number.isFinite(point))).toBe(true);
        expect(['ets', 'mstl', 'prophet']).not.toContain(method);
        for (const name of failed) expect(['ets', 'mstl', 'prophet']).toContain(name);
      }),
      FEW,
    );
  });

  it('repeats the last month when the chosen one has no answer for the whole series', () => {
    // Nobody else can know these; all lie between 1 and 2, so that they are asked as they are.
    const amounts = Array.from({ length: 72 }, (_, at) => 1.1 + ((at * 7_919) % 101) / 128);
    const knowing: Forecaster = (given, ahead) => (given.length === 60 ? fails(given, ahead) : amounts.slice(given.length, given.length + ahead).map(Math.log));
    const { method, points, failed } = forecastAmounts(amounts.slice(0, 60), 2, { ets: naive, mstl: knowing, prophet: naive });
    expect([method, failed, points.map(({ amount: point }) => point)]).toEqual(['naive', ['mstl'], [amounts[59], amounts[59]]]);
  });

  it('of a steady bill is the bill', () => {
    for (const bill of [250, 0]) {
      const { method, points, backtest, failed } = forecastAmounts(Array.from({ length: 30 }, () => bill), 2, fitted);
      expect([method, failed, points]).toEqual(['naive', [], [1, 2].map(() => ({ amount: bill, lower: bill, upper: bill }))]);
      expect(backtest).toEqual({ mape: bill === 0 ? null : 0, smape: 0, beats_naive: false, origins: 5 });
    }
  });

  it('of credits is below zero, and a year of growth goes on', () => {
    expect(forecastAmounts([-10, -12, -11, -10], 2, fitted).points.every(({ amount: point }) => point < -9)).toBe(true);
    const [next] = forecastAmounts(Array.from({ length: 36 }, (_, at) => 1_000 * 1.05 ** at), 6, fitted).points;
    expect(next?.amount).toBeGreaterThan(1_000 * 1.05 ** 35);
  });

  it('takes no longer for fifty years than for twelve', () => {
    const long = Array.from({ length: 600 }, (_, at) => 1_000 + at + 100 * Math.sin((at / 6) * Math.PI));
    expect(forecastAmounts(long, 6, fitted)).toEqual({ ...forecastAmounts(long.slice(-144), 6, fitted), months: 144 });
  });
});
