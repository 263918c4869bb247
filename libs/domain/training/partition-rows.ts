import { UNKNOWN_BIN, type BinnedTable } from './binned-table';
import type { Split } from './best-split';
import type { RowRange } from './histogram';

/** Puts the rows that go left before those that go right, each side in its former order; gives where the right side begins. */
export const partitionRows = ({ order, from, to }: RowRange, table: BinnedTable, { split, scratch }: { readonly split: Split; readonly scratch: Int32Array }): number => {
  const { bins, width } = table;
  const { feature, bin, unknownLeft } = split;
  // The group of the unknown has the highest number: it is on the right unless it is sent left.
  const alsoLeft = unknownLeft ? UNKNOWN_BIN : bin;
  let lefts = from;
  let rights = 0;
  for (let at = from; at < to; at += 1) {
    const row = order[at] as number;
    const group = bins[row * width + feature] as number;
    if (group <= bin || group === alsoLeft) {
      order[lefts] = row;
      lefts += 1;
    } else {
      scratch[rights] = row;
      rights += 1;
    }
  }
  order.set(scratch.subarray(0, rights), lefts);
  return lefts;
};
