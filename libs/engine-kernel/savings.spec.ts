import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usdPerHour } from '@ml/units/brand';
import { savingsBetween } from './savings';

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
