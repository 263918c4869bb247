import { describe, expect, it } from 'vitest';
import { mase, mape, smape } from './accuracy';
import { dampedTrend } from './damped-trend';
import { smoothed } from './exponential-smoothing';
import { naive, seasonalNaive } from './naive';
import { isMultiplicative } from './on-log-scale';
import { isSeasonal, seasonallyAdjusted } from './seasonal-adjustment';
import { theta } from './theta';

const months = (count: number, amount: (at: number) => number): readonly number[] => Array.from({ length: count }, (_, at) => amount(at));
const wave = (at: number): number => Math.sin((at / 6) * Math.PI);
/** Neither a season nor a trend, and the same each time. */
const noise = (at: number): number => ((at * 7_919) % 101) / 101;

describe('the methods', () => {
  it('repeat the last month, or the last year', () => {
    expect(naive([1, 2, 3], 2)).toEqual([3, 3]);
    expect(seasonalNaive(months(24, (at) => at), 14)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 12, 13]);
  });

  it('smooth fully what changes once, and hardly what is noise', () => {
    expect(smoothed([1, 1, 1, 9, 9, 9])).toMatchObject({ level: 9, weight: 1 });
    expect(smoothed(months(60, noise)).weight).toBeLessThan(0.2);
  });

  it('go on with half the slope of a straight line', () => {
    // The curvature of a line is none: its last level is the last month (weight 1), its line goes on.
    expect(theta(months(20, (at) => 100 + 10 * at), 3)).toEqual([295, 300, 305]);
    expect(theta([5, 5, 5], 2)).toEqual([5, 5]);
  });

  it('let a trend die away', () => {
    const [first = 0, , , , , sixth = 0] = dampedTrend(months(30, (at) => 100 + 10 * at), 6);
    expect(first).toBeGreaterThan(395);
    expect(first).toBeLessThan(400.5);
    expect(sixth - first).toBeGreaterThan(20);
    expect(sixth - first).toBeLessThan(50);
  });
});

describe('the season', () => {
  it('is seen where there is one, from two years on', () => {
    expect(isSeasonal(months(48, (at) => 100 + 20 * wave(at)))).toBe(true);
    expect(isSeasonal(months(23, (at) => 100 + 20 * wave(at)))).toBe(false);
    expect(isSeasonal(months(48, noise))).toBe(false);
    expect(isSeasonal(months(48, () => 7))).toBe(false);
  });

  it.each([
    ['by division', 200],
    ['by subtraction', 10],
  ])('is taken out %s and put in again', (_, level) => {
    const season = (at: number): number => level + 20 * wave(at);
    const { amounts, restore } = seasonallyAdjusted(months(48, season));
    for (const amount of amounts) expect(Math.abs(amount - level)).toBeLessThan(2.5);
    const year = restore(months(12, () => level));
    for (const [at, amount] of year.entries()) expect(Math.abs(amount - season(48 + at))).toBeLessThan(2.5);
  });
});

describe('accuracy', () => {
  it('is 0 for what came, 200 at most, and not defined where nothing came', () => {
    expect(smape([1, 2], [1, 2])).toBe(0);
    expect(smape([0], [5])).toBe(200);
    expect(smape([0], [0])).toBe(0);
    expect(smape([110], [90])).toBe(20);
    expect(mape([110, 90], [100, 100])).toBe(10);
    expect(mape([1], [0])).toBeNull();
    expect(mape([-110], [-100])).toBe(10);
    expect(mase([12], [10], [1, 2, 3, 4])).toBe(2);
    expect(mase([12], [10], [4, 4])).toBeNull();
  });
});

describe('factors', () => {
  it('describe what stays well above zero', () => {
    expect(isMultiplicative([10, 900])).toBe(true);
    for (const amounts of [[0, 1], [-1, 2], [1, 101]]) expect(isMultiplicative(amounts)).toBe(false);
  });
});
