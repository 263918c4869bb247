import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSeries } from './clean-series';
import { monthName, monthNumber } from './months';

const NOW = '2026-11';
const amounts = (...pairs: readonly (readonly [string, number])[]) => pairs.map(([month, amount]) => ({ month, amount }));

describe('months', () => {
  it('are counted and named alike', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999 * 12 + 11 }), (number) => monthNumber(monthName(number)) === number));
    expect(monthName((monthNumber('2025-12') ?? 0) + 1)).toBe('2026-01');
  });

  it('are nothing else', () => {
    for (const month of ['2026-13', '2026-00', '2026-1', '26-01', '2026-01-01', '', 'NaN']) expect(monthNumber(month), month).toBeNull();
  });
});

describe('a series of months', () => {
  it('is sorted', () => {
    const { first, amounts: clean, warnings } = cleanSeries(amounts(['2026-03', 3], ['2026-01', 1], ['2026-02', 2]), NOW);
    expect([monthName(first), clean, warnings]).toEqual(['2026-01', [1, 2, 3], []]);
  });

  it('has its gaps filled on the line between their neighbours, and says so', () => {
    const { amounts: clean, warnings } = cleanSeries(amounts(['2025-12', 10], ['2026-01', 20], ['2026-05', 60]), NOW);
    expect(clean).toEqual([10, 20, 30, 40, 50, 60]);
    expect(warnings).toEqual([{ code: 'GAPS_FILLED', text: '3 of 6 months between 2025-12 and 2026-05 are missing; they were taken to lie on the line between their neighbours.' }]);
  });

  it('ends before the month that is', () => {
    const { amounts: clean, warnings } = cleanSeries(amounts(['2026-08', 1], ['2026-09', 2], ['2026-10', 3], ['2026-11', 0.4]), NOW);
    expect(clean).toEqual([1, 2, 3]);
    expect(warnings.map(({ code }) => code)).toEqual(['UNFINISHED_MONTH']);
  });

  it.each([
    [[], 'a forecast needs 3 months that have ended, there are 0'],
    [amounts(['2026-01', 1]), 'a forecast needs 3 months that have ended, there is 1'],
    [amounts(['2026-09', 1], ['2026-10', 1], ['2026-11', 1]), 'a forecast needs 3 months that have ended, there are 2 besides the current one'],
  ])('of too few months says how many are needed', (series, message) => {
    expect(() => cleanSeries(series, NOW)).toThrow(expect.objectContaining({ code: 'TOO_SHORT', path: 'series', message }) as Error);
  });

  it('holds finite numbers and months only', () => {
    const [a, b] = amounts(['2026-01', 1], ['2026-02', 2]);
    for (const amount of [NaN, Infinity]) expect(() => cleanSeries([a, b, { month: '2026-03', amount }] as never, NOW)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'series[2].amount' }) as Error);
    expect(() => cleanSeries([a, b, { month: '2026-3', amount: 1 }] as never, NOW)).toThrow(expect.objectContaining({ code: 'BAD_FIELD', path: 'series[2].month' }) as Error);
  });
});
