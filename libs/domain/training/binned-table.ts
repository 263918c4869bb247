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
  /** Of each feature, ascending: the upper bounds of its groups but for the last. */
  readonly cuts: readonly Float64Array[];
}

export const binTable = (table: Table, weights: Float64Array | undefined, maxBins: number): BinnedTable => {
  const width = table.columns.length;
  const bins = new Uint8Array(table.rows * width);
  const cuts = table.columns.map((column) => cutPoints(column, weights, maxBins - 1));
  for (const [feature, column] of table.columns.entries()) fill(bins, { column, cuts: cuts[feature] ?? new Float64Array(), feature, width });
  return { rows: table.rows, width, bins, cuts };
};

interface Filling {
  readonly column: Float32Array;
  readonly cuts: Float64Array;
  readonly feature: number;
  readonly width: number;
}

const fill = (bins: Uint8Array, { column, cuts, feature, width }: Filling): void => {
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] as number;
    bins[row * width + feature] = Number.isNaN(value) ? UNKNOWN_BIN : firstNotBelow(cuts, value);
  }
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
