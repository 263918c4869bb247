import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usdPerHour } from './brand';
import { perMonth, roundTo, roundToCents } from './money';

describe('money', () => {
  it('counts 730 hours a month', () => {
    expect(perMonth(usdPerHour(0.1))).toBeCloseTo(73, 10);
    expect(roundToCents(perMonth(usdPerHour(0.005)))).toBe(3.65);
  });

  it('rounds cents half away from zero, also where binary fractions fall short', () => {
    expect(roundToCents(1.005)).toBe(1.01);
    expect(roundToCents(-1.005)).toBe(-1.01);
    expect(roundToCents(2.675)).toBe(2.68);
    expect(roundToCents(1.004)).toBe(1);
  });

  it('never gives a negative zero', () => {
    expect(Object.is(roundToCents(-0.001), 0)).toBe(true);
    expect(Object.is(roundTo(-0, 4), 0)).toBe(true);
  });

  it('moves an amount by half a unit at most, and rounding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (usd) => {
        const rounded = roundToCents(usd);
        expect(Math.abs(rounded - usd)).toBeLessThanOrEqual(0.005 + 1e-9);
        expect(roundToCents(rounded)).toBe(rounded);
      }),
    );
  });
});
