import type { ModelTask } from '@ml/contracts/model-metadata';
import { pointOf } from './point-of';

export interface AnsweredRow {
  readonly task: ModelTask;
  readonly columns: readonly string[];
  readonly row: readonly number[];
  /** R2 on the rows held out of training; null when it was not measured. */
  readonly r2: number | null;
  /** 0 to 1: how many of the features were known. */
  readonly knownShare: number;
  /** What is asked today is no longer what the model was trained on. */
  readonly drifted: boolean;
}

/**
 * How far an answer may be relied on, 0 to 1.
 * | task | before the two reductions |
 * |---|---|
 * | classification, one column p | abs(2p - 1): how far from a coin toss |
 * | classification, several columns | highest minus second highest |
 * | quantiles | 1 / (1 + (p90 - p10) / abs(p50)): half when the interval is as wide as its middle is high |
 * | anomaly | abs(score - 50) / 50 |
 * | regression | R2 on held-out rows, 0 at least |
 * Then times the share of known features, and half under drift. Null when the task has no such figure.
 */
export const confidenceOf = (answered: AnsweredRow): number | null => {
  const certainty = certaintyOf(answered);
  if (certainty === null || !Number.isFinite(certainty)) return null;
  return Math.min(1, Math.max(0, certainty)) * answered.knownShare * (answered.drifted ? 0.5 : 1);
};

const MIDDLE_SCORE = 50;

const certaintyOf = ({ task, columns, row, r2 }: AnsweredRow): number | null => {
  switch (task) {
    case 'classification':
      return distanceOfClasses(row);
    case 'quantiles':
      return narrowness(columns, row);
    case 'anomaly':
      return Math.abs((pointOf(columns, row) ?? Number.NaN) - MIDDLE_SCORE) / MIDDLE_SCORE;
    case 'regression':
      return pointOf(columns, row) === null ? null : r2;
  }
};

const distanceOfClasses = (row: readonly number[]): number => {
  if (row.length === 1) return Math.abs(2 * (row[0] ?? Number.NaN) - 1);
  const [first = Number.NaN, second = Number.NaN] = row.toSorted((a, b) => b - a);
  return first - second;
};

const narrowness = (columns: readonly string[], row: readonly number[]): number => {
  const of = (name: string, otherwise: number): number => row[columns.indexOf(name)] ?? row[otherwise] ?? Number.NaN;
  const width = of('p90', row.length - 1) - of('p10', 0);
  const middle = Math.abs(pointOf(columns, row) ?? Number.NaN);
  // Quantiles that cross say nothing.
  if (width < 0) return 0;
  return middle === 0 ? Number(width === 0) : 1 / (1 + width / middle);
};
