import type { BinnedTable } from './binned-table';

/** Numbers a feature takes in a histogram: 256 groups, each a sum of first and of second derivatives. */
export const FEATURE_STRIDE = 512;

/** Rows of a node: `order[from]` up to, not with, `order[to]`. */
export interface RowRange {
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/**
 * Sums the derivatives of rows by feature and group. `slopes` holds two numbers a row: first and second derivative.
 * Nearly all the time of a training is spent in this loop.
 */
export const fillHistogram = (histogram: Float64Array, { bins, width }: BinnedTable, { order, from, to, slopes }: RowRange & { readonly slopes: Float64Array }): void => {
  histogram.fill(0);
  const end = width * FEATURE_STRIDE;
  for (let at = from; at < to; at += 1) {
    const row = order[at] as number;
    const first = slopes[2 * row] as number;
    const second = slopes[2 * row + 1] as number;
    let cell = row * width;
    for (let feature = 0; feature < end; feature += FEATURE_STRIDE) {
      const slot = feature + 2 * (bins[cell] as number);
      histogram[slot] = (histogram[slot] as number) + first;
      histogram[slot + 1] = (histogram[slot + 1] as number) + second;
      cell += 1;
    }
  }
};

/** What is left of a node's histogram when one child's is taken away: the other child's. */
export const subtractHistogram = (from: Float64Array, child: Float64Array): void => {
  for (let slot = 0; slot < from.length; slot += 1) from[slot] = (from[slot] as number) - (child[slot] as number);
};
