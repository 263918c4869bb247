import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lessSure, merged } from './merge';

const LIMITS = { agree: 0.1, diverge: 0.3 };

describe('merging rule and model', () => {
  it.each([
    [4, undefined, 4, 'no_model', false, 0.85],
    [4, 4, 4, 'agrees', false, 0.95],
    [4, 3.8, 4, 'agrees', false, 0.95],
    [4, 4.4, 4.4, 'agrees', false, 0.95],
    [4, 5, 5, 'model_larger', false, 0.9],
    [4, 5.2, 5.2, 'model_larger', false, 0.9],
    [4, 3.2, 4, 'differs', false, 0.88],
    [4, 2.8, 4, 'differs', false, 0.88],
    [4, 2.7, 4, 'diverges', true, 0.6],
    [4, 6, 6, 'diverges', true, 0.6],
    [0, 1, 1, 'diverges', true, 0.6],
    [0, 0, 0, 'agrees', false, 0.95],
  ])('makes %s and %s into %s (%s)', (...[own, model, amount, agreement, requiresReview, confidence]) => {
    expect(merged(own, model, LIMITS)).toEqual({ amount, agreement, requiresReview, confidence });
  });

  it('never goes below the rule, whatever the model says', () => {
    const amount = fc.double({ min: 0, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(amount, fc.option(amount, { nil: undefined }), (own, model) => {
        expect(merged(own, model, LIMITS).amount).toBeGreaterThanOrEqual(own);
      }),
    );
  });

  it('is as sure of two amounts as of the less sure one', () => {
    expect(lessSure(merged(4, 4, LIMITS), merged(4, 9, LIMITS)).agreement).toBe('diverges');
    expect(lessSure(merged(4, 9, LIMITS), merged(4, 4, LIMITS)).agreement).toBe('diverges');
  });
});
