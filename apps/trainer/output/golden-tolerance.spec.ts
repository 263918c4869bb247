import { describe, expect, it } from 'vitest';
import { goldenTolerance } from './golden-tolerance';

const rows = (...outputs: readonly number[]) => outputs.map((output) => ({ row: [0], output: [output] }));

describe('how far an answer may be from its golden row', () => {
  it.each([
    { answers: [40, 50, 60], tolerance: 1e-5, why: 'large answers are compared by ratio' },
    { answers: [0.3, -0.2, 0.1], tolerance: 2e-6, why: 'the median of their sizes counts' },
    { answers: [0.001, 0.002, 0.003], tolerance: 5e-7, why: 'never below what 32 bits can hold' },
    { answers: [], tolerance: 1e-5, why: 'nothing is known' },
  ])('is $tolerance for $answers: $why', ({ answers, tolerance }) => {
    expect(goldenTolerance(rows(...answers))).toBeCloseTo(tolerance, 12);
  });
});
