import type { Table } from '@ml/domain/training/table';
import type { SpotPool } from './safety/spot-pool';

/** A column of texts, one a row. */
export interface TextColumn {
  readonly name: string;
  readonly values: readonly string[];
}

/** Examples: what is known of each and what came of it. */
export interface Dataset {
  readonly numbers: Table;
  readonly texts: readonly TextColumn[];
  /** What came of each, by name; empty where nobody knows. */
  readonly targets: Readonly<Record<string, Float64Array>>;
  /** Milliseconds since the epoch, of each row. */
  readonly at: Float64Array;
  /** Whose row it is: no group stands on both sides of a split. */
  readonly groups: readonly string[];
}

/** Where examples come from and what is to be said about them. */
export interface Examples {
  readonly dataset: Dataset;
  /** Generated, not observed. */
  readonly isSample: boolean;
  /** Sentences for the report. */
  readonly notes: readonly string[];
  /** How much later than its row it is known what came of it; the data reach so far beyond the newest row. */
  readonly knownAfterHours: number;
  /** Of spot models: the pools behind the examples, to be judged by the five layers. */
  readonly pools?: readonly SpotPool[];
}

/** The rows at these places, in this order. */
export const subset = ({ numbers, texts, targets, at, groups }: Dataset, rows: Int32Array): Dataset => ({
  numbers: { rows: rows.length, features: numbers.features, columns: numbers.columns.map((column) => Float32Array.from(rows, (row) => column[row] ?? Number.NaN)) },
  texts: texts.map(({ name, values }) => ({ name, values: Array.from(rows, (row) => values[row] ?? '') })),
  targets: Object.fromEntries(Object.entries(targets).map(([name, values]) => [name, Float64Array.from(rows, (row) => values[row] ?? Number.NaN)])),
  at: Float64Array.from(rows, (row) => at[row] ?? 0),
  groups: Array.from(rows, (row) => groups[row] ?? ''),
});

/** Columns of rows that are given one by one. */
export const tableOf = (features: readonly string[], rows: readonly (readonly number[])[]): Table => ({
  rows: rows.length,
  features,
  columns: features.map((_, index) => Float32Array.from(rows, (row) => row[index] ?? Number.NaN)),
});

/** A target that every kind here has. @throws RangeError */
export const targetOf = ({ targets }: Dataset, name: string): Float64Array => {
  const target = targets[name];
  if (target === undefined) throw new RangeError(`there is no target ${name}`);
  return target;
};
