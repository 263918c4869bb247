import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelType } from '@ml/contracts/model-metadata';
import { areaUnderCurve } from './area-under-curve';
import { calibrationOf } from './calibration';
import { classQuality } from './class-quality';
import { numberQuality } from './number-quality';
import type { Pair } from './pair';
import { pointOf } from './point-of';
import { predictionQuality } from './prediction-quality';

const pairs = (...given: readonly (readonly [number, number])[]): readonly Pair[] => given.map(([predicted, actual]) => ({ predicted, actual }));
const chances = fc.array(fc.record({ predicted: fc.integer({ min: 0, max: 20 }).map((n) => n / 20), actual: fc.constantFrom(0, 1) }), { maxLength: 40 });
const numbers = fc.array(fc.record({ predicted: fc.double({ noNaN: true, min: -1e6, max: 1e6 }), actual: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) }), { maxLength: 30 });

describe('quality of chances', () => {
  // Said yes to .9, .8, .6, .5; two of these came, one of the others too.
  const SIX = pairs([0.9, 1], [0.8, 1], [0.6, 0], [0.5, 0], [0.4, 1], [0.1, 0]);

  it('counts what was said at one half', () => {
    const { accuracy, precision, recall, f1_score, brier_score } = classQuality(SIX);
    expect({ accuracy, precision, recall }).toEqual({ accuracy: 3 / 6, precision: 2 / 4, recall: 2 / 3 });
    expect(f1_score).toBeCloseTo(4 / 7, 12);
    expect(brier_score).toBeCloseTo((0.01 + 0.04 + 0.36 + 0.25 + 0.36 + 0.01) / 6, 12);
  });

  it('ranks: of the nine pairs of one that came and one that did not, seven are in order', () => {
    expect(areaUnderCurve(SIX)).toBeCloseTo(7 / 9, 12);
  });

  it('counts a tie half', () => {
    expect(areaUnderCurve(pairs([0.5, 1], [0.5, 0]))).toBe(0.5);
    expect(areaUnderCurve(pairs([0.5, 1], [0.5, 0], [0.7, 1], [0.5, 0]))).toBe(0.75);
  });

  it('says nothing where nothing is defined', () => {
    expect(classQuality([])).toEqual({ accuracy: null, precision: null, recall: null, f1_score: null, brier_score: null, auc: null, calibration: [] });
    expect(classQuality(pairs([0.1, 0], [0.2, 0]))).toMatchObject({ accuracy: 1, precision: null, recall: null, f1_score: null, auc: null });
    expect(classQuality(pairs([Number.NaN, 1], [2, 1], [0.5, 0.3])).accuracy).toBeNull();
  });

  it('sets the mean prediction of each tenth beside what came', () => {
    expect(calibrationOf(pairs([0.11, 0], [0.19, 1], [1, 1]))).toEqual([
      { from: 0.1, to: 0.2, count: 2, predicted: 0.15, observed: 0.5 },
      { from: 0.9, to: 1, count: 1, predicted: 1, observed: 1 },
    ]);
  });

  it('has an area that is that of all pairs, counted one by one', () => {
    fc.assert(
      fc.property(chances, (given) => {
        const [yes, no] = [1, 0].map((wanted) => given.filter(({ actual }) => actual === wanted).map(({ predicted }) => predicted));
        const won = (yes ?? []).flatMap((a) => (no ?? []).map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
        const area = areaUnderCurve(given);
        if (won.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(won.reduce((sum, one) => sum + one, 0) / won.length, 10);
      }),
      { numRuns: 50 },
    );
  });

  it('is between 0 and 1 or nothing, and every pair is in one tenth', () => {
    fc.assert(
      fc.property(chances, (given) => {
        const { calibration, ...figures } = classQuality(given);
        for (const figure of Object.values(figures)) expect(figure === null || (figure >= 0 && figure <= 1)).toBe(true);
        expect(calibration.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('quality of numbers', () => {
  it('is the mean error, its root mean square, and what is explained', () => {
    const { mae, rmse, r2 } = numberQuality(pairs([1, 2], [3, 3], [5, 4]));
    expect(mae).toBeCloseTo(2 / 3, 12);
    expect(rmse).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(r2).toBeCloseTo(0, 12);
  });

  it('explains nothing of what never varied, and says nothing of no pairs', () => {
    expect(numberQuality(pairs([1, 2], [2, 2]))).toMatchObject({ mae: 0.5, r2: null });
    expect(numberQuality([])).toEqual({ mae: null, rmse: null, r2: null });
  });

  it('does not lose errors whose squares are too small to be written', () => {
    expect(numberQuality(pairs([0, 3e-200], [0, -4e-200])).rmse).toBeCloseTo(0, 12);
    expect(numberQuality(pairs([0, 3e-200], [0, -4e-200])).rmse).toBeGreaterThan(3e-200);
  });

  it('is finite or nothing, with a root mean square that is no less than the mean error', () => {
    fc.assert(
      fc.property(numbers, (given) => {
        const { mae, rmse, r2 } = numberQuality(given);
        for (const figure of [mae, rmse, r2]) expect(figure === null || Number.isFinite(figure)).toBe(true);
        expect((rmse ?? 0) >= (mae ?? 0) * (1 - 1e-9)).toBe(true);
        expect(r2 === null || r2 <= 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('quality of a model', () => {
  const qualityOf = (type: ModelType, given: readonly Pair[], metrics: Readonly<Record<string, number>> = {}) => predictionQuality({ type, metrics }, given);

  it('is that of what its type means', () => {
    const given = pairs([0.8, 1], [0.2, 0]);
    expect(qualityOf('spot_predictor', given)).toMatchObject({ accuracy: 1, mae: null });
    expect(qualityOf('spot_price_predictor', given)).toMatchObject({ accuracy: null, calibration: [], mae: expect.closeTo(0.2, 12) as number });
  });

  it('that scores is judged at what was rare in training, and where nobody knows that, by how it ranks', () => {
    // About 50 is a sample like any other.
    const given = pairs([80, 1], [58, 1], [55, 0], [49, 0]);
    expect(qualityOf('anomaly_detector', given, { score_p99: 60 })).toMatchObject({ accuracy: 0.75, precision: 1, recall: 0.5, auc: 1, brier_score: null, calibration: [] });
    expect(qualityOf('anomaly_detector', given)).toMatchObject({ accuracy: null, f1_score: null, auc: 1, mae: null });
  });

  it('compares the median of quantiles, else the first column', () => {
    expect(pointOf(['p10', 'p50', 'p90'], [1, 2, 3])).toBe(2);
    expect(pointOf(['probability', 'other'], [0.3, 5])).toBe(0.3);
    expect(pointOf(['probability'], [Number.NaN])).toBeNull();
    expect(pointOf(['probability'], [])).toBeNull();
  });
});
