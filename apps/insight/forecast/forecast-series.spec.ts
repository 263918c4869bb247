import { describe, expect, it } from 'vitest';
import type { MonthlyAmount } from '@ml/contracts/insights';
import { monthName, monthNumber } from '@ml/domain/forecast/months';
import { forecastSeries } from './forecast-series';

const CURRENT = '2026-11';
const first = (monthNumber(CURRENT) ?? 0) - 60;
/** The last of them is the one before the current one. */
const bills = (count: number, amount: (at: number) => number): readonly MonthlyAmount[] => Array.from({ length: count }, (_, at) => ({ month: monthName(first + 60 - count + at), amount: amount(at) }));
const growing = (at: number): number => 1_000 + 12 * at + 150 * Math.sin((at / 6) * Math.PI) + ((at * 7_919) % 101) / 5;
const codesOf = (series: readonly MonthlyAmount[]): readonly string[] => forecastSeries({ series, horizon: 6, current: CURRENT }).warnings.map(({ code }) => code);

describe('a forecast of monthly costs', () => {
  it('goes on with trend and season, in cents, with an interval and how good it was in the past', () => {
    const { method, points, level, backtest, months, warnings } = forecastSeries({ series: bills(60, growing), horizon: 12, current: CURRENT });
    expect([method, level, months, warnings]).toEqual(['mean_of_several', 0.8, 60, []]);
    expect(points.map(({ month }) => month)).toEqual(Array.from({ length: 12 }, (_, at) => monthName(first + 60 + at)));
    for (const [at, { amount, lower, upper }] of points.entries()) {
      expect(Math.abs(amount / growing(60 + at) - 1)).toBeLessThan(0.06);
      expect([lower <= amount, upper >= amount, Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6]).toEqual([true, true, true]);
    }
    expect(backtest).toMatchObject({ beats_naive: true, origins: 8 });
    expect(backtest?.mape).toBeLessThan(6);
  });

  it('is the same each time', () => {
    const task = { series: bills(40, growing), horizon: 6, current: CURRENT };
    expect(forecastSeries(task)).toEqual(forecastSeries(task));
  });

  it('says what makes it worse', () => {
    expect(codesOf(bills(3, growing))).toEqual(['SHORT_SERIES', 'NOT_TRIED']);
    expect(codesOf(bills(11, growing))).toContain('SHORT_SERIES');
    expect(codesOf(bills(23, growing))).toContain('SHORT_SERIES');
    expect(codesOf(bills(36, growing).filter((_, at) => at !== 20))).toEqual(['GAPS_FILLED']);
    expect(codesOf([...bills(36, growing), { month: CURRENT, amount: 40 }])).toEqual(['UNFINISHED_MONTH']);
    expect(codesOf(bills(36, (at) => 10 + 1_000 * ((at * 37) % 11)))).toContain('OUTSIDE_TARGET');
  });

  it('stands what bills can be: nothing, credits, one large month, the smallest sums', () => {
    const oddities: readonly ((at: number) => number)[] = [() => 0, (at) => -5 - at, (at) => (at === 30 ? 1e9 : 10), () => 1e-9, (at) => at % 2, (at) => (at < 47 ? 0 : 100), () => 1e12];
    for (const amount of oddities) {
      const { points, warnings } = forecastSeries({ series: bills(48, amount), horizon: 6, current: CURRENT });
      for (const point of points) expect([point.amount, point.lower, point.upper].every(Number.isFinite)).toBe(true);
      const sign = amount(0) < 0 ? -1 : 1;
      expect(points.every((point) => sign * point.amount >= 0)).toBe(true);
      expect(warnings.map(({ code }) => code)).not.toContain('METHOD_FAILED');
    }
  });

  it('takes less than 300 ms of a processor', () => {
    const task = { series: bills(60, growing), horizon: 6, current: CURRENT };
    forecastSeries(task);
    const before = process.cpuUsage();
    for (let time = 0; time < 3; time += 1) forecastSeries(task);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 3_000).toBeLessThan(300);
  });
});
