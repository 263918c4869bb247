import { areaUnderCurve } from './area-under-curve';
import { calibrationOf, type CalibrationBin } from './calibration';
import { isKnown, type Pair } from './pair';

/** Null: not defined on these pairs. */
export interface ClassQuality {
  readonly accuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1_score: number | null;
  readonly brier_score: number | null;
  readonly auc: number | null;
  readonly calibration: readonly CalibrationBin[];
}

/** From here on a probability says yes. */
const EVEN = 0.5;

/** Of probabilities against 1 and 0; a pair that is neither is left out. */
export const classQuality = (given: readonly Pair[]): ClassQuality => {
  const pairs = given.filter(({ predicted }) => predicted >= 0 && predicted <= 1).filter(isMarked);
  return {
    ...confusionQuality(pairs, EVEN),
    brier_score: ratio(
      pairs.reduce((sum, { predicted, actual }) => sum + (predicted - actual) ** 2, 0),
      pairs.length,
    ),
    auc: areaUnderCurve(pairs),
    calibration: calibrationOf(pairs),
  };
};

/** Of scores, which rank and are no chances: neither Brier score nor calibration. `flaggedFrom`: from here on a score says yes; null: nobody said where. */
export const scoreQuality = (given: readonly Pair[], flaggedFrom: number | null): ClassQuality => {
  const pairs = given.filter(isMarked);
  return { ...confusionQuality(flaggedFrom === null ? [] : pairs, flaggedFrom ?? 0), brier_score: null, auc: areaUnderCurve(pairs), calibration: [] };
};

const isMarked = (pair: Pair): boolean => isKnown(pair) && (pair.actual === 0 || pair.actual === 1);

const confusionQuality = (pairs: readonly Pair[], from: number): Pick<ClassQuality, 'accuracy' | 'precision' | 'recall' | 'f1_score'> => {
  const { tp, fp, fn, tn } = confusionOf(pairs, from);
  return { accuracy: ratio(tp + tn, pairs.length), precision: ratio(tp, tp + fp), recall: ratio(tp, tp + fn), f1_score: ratio(2 * tp, 2 * tp + fp + fn) };
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const confusionOf = (pairs: readonly Pair[], from: number): { readonly tp: number; readonly fp: number; readonly fn: number; readonly tn: number } => {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const { predicted, actual } of pairs) {
    const said = predicted >= from;
    if (actual === 1) counts[said ? 'tp' : 'fn'] += 1;
    else counts[said ? 'fp' : 'tn'] += 1;
  }
  return counts;
};
