import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usdPerHour } from '@ml/units/brand';
import { savingsBetween, savingsByPart, totalSavings } from './savings';

const cents = (usd: number): number => Math.round(usd * 100);

describe('savingsBetween', () => {
  it('is the hourly difference over 730 hours, and twelve times that a year', () => {
    expect(savingsBetween(usdPerHour(0.288), usdPerHour(0.096))).toEqual({ estimated_savings: 140.16, estimated_annual_savings: 1681.92 });
  });

  it('is never negative', () => {
    const price = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(price, price, (before, after) => {
        const { estimated_savings: monthly, estimated_annual_savings: annual } = savingsBetween(usdPerHour(before), usdPerHour(after));
        expect(monthly).toBeGreaterThanOrEqual(0);
        expect(Object.is(monthly, -0)).toBe(false);
        expect(annual).toBeCloseTo(12 * monthly, 2);
      }),
    );
  });
});

describe('savingsByPart', () => {
  it('takes what a dearer part costs off the others, in proportion', () => {
    // 0.3 + 0.1 - 0.2 an hour = 146 USD a month, three quarters of it from the first part.
    expect(savingsByPart([0.3, 0.1, -0.2].map(usdPerHour))).toEqual([109.5, 36.5, 0]);
    expect(savingsByPart([0.1, -0.2].map(usdPerHour))).toEqual([0, 0]);
    expect(savingsByPart([])).toEqual([]);
  });

  it('shows amounts that are never negative and add up, to the cent, to what the whole saves', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 12 }), (gains) => {
        const parts = savingsByPart(gains.map(usdPerHour));
        const whole = savingsBetween(usdPerHour(gains.reduce((sum, gain) => sum + gain, 0)), usdPerHour(0));
        expect(parts).toHaveLength(gains.length);
        expect(parts.every((part, index) => part >= 0 && ((gains[index] ?? 0) > 0 || part === 0))).toBe(true);
        expect(parts.reduce((sum, part) => sum + cents(part), 0)).toBe(cents(whole.estimated_savings));
        expect(totalSavings(parts)).toEqual(whole);
      }),
    );
  });
});
