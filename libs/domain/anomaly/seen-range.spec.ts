import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenRange } from './seen-range';

describe('the range of what was seen', () => {
  it('remembers the last values only, sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (values, most) => {
        const range = new SeenRange(most);
        for (const value of values) range.add(value);
        const kept = values.slice(-most).sort((one, other) => one - other);
        expect(range.size).toBe(kept.length);
        expect([range.quantile(0), range.quantile(1)]).toEqual([kept[0], kept.at(-1)]);
        for (const [place, value] of kept.entries()) expect(range.quantile(kept.length === 1 ? 0 : place / (kept.length - 1))).toBeCloseTo(value, 9);
      }),
    );
  });

  it('measures how far beyond as a share of all, the new value in it', () => {
    const range = new SeenRange(100);
    for (let value = 0; value <= 10; value += 1) range.add(value);
    expect(range.beyond(5, 0)).toBe(0);
    expect(range.beyond(20, 0)).toBeCloseTo(10.01 / 20, 9);
    expect(range.beyond(-10, 0)).toBeCloseTo(10.01 / 20, 9);
    expect(range.beyond(20, 11)).toBe(0);
  });
});
