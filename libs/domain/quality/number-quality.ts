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
  const rmse = rootMeanSquare(pairs.map(({ predicted, actual }) => predicted - actual));
  const deviation = rootMeanSquare(pairs.map(({ actual }) => actual - mean));
  const isConstant = pairs.every(({ actual }) => actual === pairs[0]?.actual);
  return {
    mae: finite(pairs.reduce((sum, { predicted, actual }) => sum + Math.abs(predicted - actual), 0) / count),
    rmse: finite(rmse),
    r2: isConstant ? null : finite(1 - (rmse / deviation) ** 2),
  };
};

/** By way of the largest: squares of tiny numbers vanish, those of huge ones overflow. */
const rootMeanSquare = (values: readonly number[]): number => {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 0 : largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0) / values.length);
};

/** A difference of huge numbers overflows: then nothing is said rather than Infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
