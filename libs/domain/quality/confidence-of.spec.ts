import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODEL_TASKS } from '@ml/contracts/model-metadata';
import { confidenceOf, type AnsweredRow } from './confidence-of';

const answered = (over: Partial<AnsweredRow>): AnsweredRow => ({ task: 'regression', columns: ['value'], row: [1], r2: null, knownShare: 1, drifted: false, ...over });
const QUANTILES = ['p10', 'p50', 'p90'];

describe('the confidence of an answer', () => {
  it.each([
    ['far from a coin toss', { task: 'classification', row: [0.9] }, 0.8],
    ['a coin toss', { task: 'classification', row: [0.5] }, 0],
    ['the lead of the first class', { task: 'classification', columns: ['a', 'b', 'c'], row: [0.2, 0.7, 0.1] }, 0.5],
    ['an interval as wide as its middle is high', { task: 'quantiles', columns: QUANTILES, row: [0.5, 1, 1.5] }, 0.5],
    ['an interval without width', { task: 'quantiles', columns: QUANTILES, row: [1, 1, 1] }, 1],
    ['quantiles that cross', { task: 'quantiles', columns: QUANTILES, row: [2, 1, 1] }, 0],
    ['a score at the end of its scale', { task: 'anomaly', columns: ['score'], row: [95] }, 0.9],
    ['what was explained of held-out rows', { r2: 0.85 }, 0.85],
    ['worse than the mean on held-out rows', { r2: -3 }, 0],
  ] as const)('is %s', (_, over, expected) => {
    expect(confidenceOf(answered(over))).toBeCloseTo(expected, 12);
  });

  it('shrinks with what is not known, and by half under drift', () => {
    expect(confidenceOf(answered({ r2: 0.8, knownShare: 0.75 }))).toBeCloseTo(0.6, 12);
    expect(confidenceOf(answered({ r2: 0.8, drifted: true }))).toBeCloseTo(0.4, 12);
  });

  it('is nothing without a figure to make it of', () => {
    expect(confidenceOf(answered({}))).toBeNull();
    expect(confidenceOf(answered({ task: 'anomaly', row: [Number.NaN] }))).toBeNull();
    expect(confidenceOf(answered({ task: 'classification', row: [] }))).toBeNull();
  });

  it('is from 0 to 1 or nothing, whatever a model answers', () => {
    const row = fc.array(fc.double(), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...MODEL_TASKS), row, fc.double({ min: 0, max: 1, noNaN: true }), (task, values, knownShare) => {
        const confidence = confidenceOf(answered({ task, columns: QUANTILES, row: values, r2: values[0] ?? null, knownShare }));
        expect(confidence === null || (confidence >= 0 && confidence <= 1)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
