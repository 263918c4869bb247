import { isKnown, type Pair } from './pair';

/** Null: not defined on these pairs. */
export interface NumberQuality {
  readonly mae: number | null;
  readonly rmse: number | null;
  /** Against the mean of what came; null when that never varied. */
  readonly r2: number | null;
}

export const numberQuality = (given: readonly Pair[]): NumberQuality => {
  const pairs = given.filter(isKnown);
  const count = pairs.length;
  if (count === 0) return { mae: null, rmse: null, r2: null };
  const mean = pairs.reduce((sum, { actual }) => sum + actual, 0) / count;
  const squared = pairs.reduce((sum, { predicted, actual }) => sum + (predicted - actual) ** 2, 0);
  const variation = pairs.reduce((sum, { actual }) => sum + (actual - mean) ** 2, 0);
  const isConstant = pairs.every(({ actual }) => actual === pairs[0]?.actual);
  return {
    mae: finite(pairs.reduce((sum, { predicted, actual }) => sum + Math.abs(predicted - actual), 0) / count),
    rmse: finite(Math.sqrt(squared / count)),
    r2: isConstant ? null : finite(1 - squared / variation),
  };
};

/** Squares of huge numbers overflow: then nothing is said rather than Infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
