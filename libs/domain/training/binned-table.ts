import { cutPoints } from './cut-points';
import type { Table } from './table';

/** The group of values that are not known. Groups of known values count from 0. */
export const UNKNOWN_BIN = 255;

/** A table whose values are replaced by the number of the group they fall into. */
export interface BinnedTable {
  readonly rows: number;
  readonly width: number;
  /** Row after row, one byte a feature. */
  readonly bins: Uint8Array;
  /** The same, column by column: rows are summed over all features, but parted by one. */
  readonly columns: readonly Uint8Array[];
  /** Of each feature, ascending: the upper bounds of its groups but for the last. */
  readonly cuts: readonly Float64Array[];
}

export const binTable = (table: Table, weights: Float64Array | undefined, maxBins: number): BinnedTable => {
  const width = table.columns.length;
  const bins = new Uint8Array(table.rows * width);
  const cuts = table.columns.map((column) => cutPoints(column, weights, maxBins - 1));
  const columns = table.columns.map((column, feature) => groupsOf(column, cuts[feature] as Float64Array));
  for (const [feature, column] of columns.entries()) {
    for (let row = 0; row < table.rows; row += 1) bins[row * width + feature] = column[row] as number;
  }
  return { rows: table.rows, width, bins, columns, cuts };
};

const groupsOf = (column: Float32Array, cuts: Float64Array): Uint8Array => {
  const groups = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] as number;
    groups[row] = Number.isNaN(value) ? UNKNOWN_BIN : firstNotBelow(cuts, value);
  }
  return groups;
};

/** How many cuts lie below `value`. */
const firstNotBelow = (cuts: Float64Array, value: number): number => {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
