import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText } from './number-text';

describe('a number', () => {
  it('is written as JSON has it', () => {
    const usual = fc.integer({ min: -120_000, max: 120_000 }).chain((digits) => fc.constantFrom(digits, digits / 10, digits / 100, digits / 1_000, -digits / 1e6));
    fc.assert(
      fc.property(fc.oneof(usual, fc.double()), (value) => {
        expect([numberText(value), numberText(value)]).toEqual([JSON.stringify(value), JSON.stringify(value)]);
      }),
      { numRuns: 2_000 },
    );
  });
});
