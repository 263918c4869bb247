import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadRows } from './spread-rows';

describe('what is kept of a long list', () => {
  it('is spread over all of it, and moves with the turn', () => {
    expect(spreadRows(10, 3, 0)).toEqual([0, 3, 6]);
    expect(spreadRows(10, 3, 0.9)).toEqual([3, 6, 9]);
    expect(spreadRows(2, 3, 0.5)).toEqual([0, 1]);
  });

  it('are as many different places of it as were wanted, in order', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (total, wanted, turn) => {
        const places = spreadRows(total, wanted, turn);
        expect(new Set(places).size).toBe(Math.min(total, wanted));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places.every((place) => place >= 0 && place < total)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
