import { describe, expect, it } from 'vitest';
import { classMetrics, rocPicture } from './classification';
import { isBeaten } from './is-beaten';
import { coverage, pinballLoss, regressionMetrics } from './regression';

const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe('measures of numbers', () => {
  it('of 1, 2, 4 where 1, 3, 2 came', () => {
    // Apart by 0, 1, 2; the truth varies by 2 around 2; shares 0, 1/3, 1.
    const { mae, rmse, r2, mape } = regressionMetrics(of(1, 2, 4), of(1, 3, 2)) as Readonly<Record<string, number>>;
    expect(mae).toBeCloseTo(1, 12);
    expect(rmse).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(r2).toBeCloseTo(1 - 5 / 2, 12);
    expect(mape).toBeCloseTo(4 / 9, 12);
  });

  it('leave out what is not defined: R2 of what never varied, shares of zero', () => {
    expect(regressionMetrics(of(1, 1), of(0, 0))).toEqual({ mae: 1, rmse: 1 });
  });

  it('of a quantile cost 0.9 for a unit below what came and 0.1 for one above', () => {
    expect(pinballLoss(of(1, 1), of(2, 0), 0.9)).toBeCloseTo((0.9 + 0.1) / 2, 12);
    expect(coverage(of(0, 0, 0), of(1, 1, 1), of(0.5, 1, 2))).toBeCloseTo(2 / 3, 12);
  });
});

describe('measures of probabilities', () => {
  it('of 0.8 and 0.6 where 1 and 0 came', () => {
    const metrics = classMetrics(of(0.8, 0.6), of(1, 0));
    expect(metrics['auc']).toBe(1);
    expect(metrics['brier']).toBeCloseTo((0.04 + 0.36) / 2, 12);
    expect(metrics['log_loss']).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 12);
    expect(metrics['accuracy']).toBe(0.5);
  });

  it('draw a curve from nothing alarmed to everything', () => {
    const { x, y } = rocPicture(of(0.9, 0.1, 0.8, 0.2), of(1, 0, 0, 1));
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
    expect(y.includes(0.5) && x.includes(0.5)).toBe(true);
  });
});

it('a naive rule is beaten by 1% or more', () => {
  expect([isBeaten(0.98, 1), isBeaten(0.995, 1), isBeaten(undefined, 1), isBeaten(0, undefined)]).toEqual([true, false, false, false]);
});
