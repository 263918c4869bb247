import { Draws } from '@ml/domain/training/draws';
import type { Table } from '@ml/domain/training/table';

/** Labelled rows, made up. */
export interface TrainingRows {
  readonly table: Table;
  /** A quantity, and whether something happened. */
  readonly squared: Float64Array;
  readonly logistic: Float64Array;
}

const FEATURES = 17;
const UNKNOWN_SHARE = 0.02;
const NOISE = 0.6;

/** Nearly normal: the sum of four even draws, with variance 1. */
const bell = (draws: Draws): number => (draws.next() + draws.next() + draws.next() + draws.next() - 2) * Math.sqrt(3);

/** Even, bell-shaped, long-tailed, whole and two-valued features in turn; a few values unknown. */
const valueOf = (feature: number, draws: Draws): number => {
  const drawn = bell(draws);
  if (draws.next() < UNKNOWN_SHARE) return Number.NaN;
  return [drawn, draws.next(), Math.exp(drawn), Math.floor(12 * draws.next()), draws.next() < 0.3 ? 1 : 0][feature % 5] ?? 0;
};

const orElse = (value: number | undefined, other: number): number => (value === undefined || Number.isNaN(value) ? other : value);

/** Smooth, stepped, joint and unknown-dependent parts; four of the features have no part in it. */
const signalOf = (row: readonly number[]): number => {
  const at = (feature: number, unknown = 0): number => orElse(row[feature], unknown);
  const smooth = Math.sin(2 * at(0)) + Math.log1p(at(2, 3)) + at(5) * at(6) * 2;
  const stepped = (at(3) > 6 ? 1 : 0) + (at(10) > 0.5 && at(4) === 1 ? 1.5 : 0) + at(9) * 0.7;
  const joint = Math.abs(at(0) - at(5)) * 0.4 + (at(8) * at(11)) / 10 + Math.min(at(7), 4) * 0.3;
  return smooth + stepped + joint;
};

/** The same rows for the same seed. */
export const trainingRows = (rows: number, seed: number): TrainingRows => {
  const draws = new Draws(seed);
  const columns = Array.from({ length: FEATURES }, () => new Float32Array(rows));
  const squared = new Float64Array(rows);
  const logistic = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const values = columns.map((_, feature) => Math.fround(valueOf(feature, draws)));
    for (const [feature, column] of columns.entries()) column[row] = values[feature] ?? 0;
    const signal = signalOf(values);
    squared[row] = signal + NOISE * bell(draws);
    logistic[row] = draws.next() < 1 / (1 + Math.exp(6 - 2 * signal)) ? 1 : 0;
  }
  return { table: { rows, features: columns.map((_, feature) => `f${feature}`), columns }, squared, logistic };
};
