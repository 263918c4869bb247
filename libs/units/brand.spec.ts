import { describe, expect, it } from 'vitest';
import { safetyScore } from './brand';

describe('safetyScore', () => {
  it('stays within 0 and 1 when rounding leaves a weighted sum a hair outside', () => {
    expect(safetyScore(1.0000000000000002)).toBe(1);
    expect(safetyScore(-1e-17)).toBe(0);
    expect(safetyScore(0.75)).toBe(0.75);
  });
});
