import { Draws } from '@ml/domain/training/draws';
import type { Dataset } from '../dataset';

/** Rows to learn from, rows to stop by, and rows that only judge; each ascending. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

const TRAIN_SHARE = 0.7;
const VALIDATION_SHARE = 0.1;

/**
 * By time: train, then validation, then test. Between them lies a gap as long as the horizon, for what came of the last rows
 * before a border is what is seen behind it.
 */
export const splitByTime = ({ at }: Pick<Dataset, 'at'>, gapMs: number): Split => {
  const first = at.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const last = at.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const span = Math.max(0, last - first - 2 * gapMs);
  const trainEnd = first + TRAIN_SHARE * span;
  const validationEnd = trainEnd + gapMs + VALIDATION_SHARE * span;
  return {
    train: rowsWhere(at, (one) => one <= trainEnd),
    validation: rowsWhere(at, (one) => one > trainEnd + gapMs && one <= validationEnd),
    test: rowsWhere(at, (one) => one > validationEnd + gapMs),
  };
};

const rowsWhere = (at: Float64Array, wanted: (one: number) => boolean): Int32Array => {
  const rows: number[] = [];
  for (let row = 0; row < at.length; row += 1) if (wanted(at[row] ?? 0)) rows.push(row);
  return Int32Array.from(rows);
};

/** By group: all rows of one account, series or pool are on one side, so that nobody is recognised. */
export const splitByGroup = ({ groups }: Pick<Dataset, 'groups'>, seed: number): Split => {
  const names = [...new Set(groups)].sort();
  const draws = new Draws(seed);
  const order = names.map((name) => ({ name, key: draws.next() })).sort((one, other) => one.key - other.key);
  // Of few groups one has to judge; without any to stop by, all rounds are trained.
  const tests = order.length < 2 ? 0 : Math.max(1, Math.round((1 - TRAIN_SHARE - VALIDATION_SHARE) * order.length));
  const validationEnd = order.length - tests;
  const trainEnd = validationEnd - Math.min(validationEnd - 1, Math.round(VALIDATION_SHARE * order.length));
  const sideOf = new Map(order.map(({ name }, place) => [name, place < trainEnd ? 'train' : place < validationEnd ? 'validation' : 'test']));
  const on = (side: keyof Split): Int32Array => Int32Array.from([...groups.keys()].filter((row) => sideOf.get(groups[row] ?? '') === side));
  return { train: on('train'), validation: on('validation'), test: on('test') };
};
