import { UNKNOWN_BIN, type BinnedTable } from './binned-table';
import type { Split } from './best-split';
import type { RowRange } from './histogram';

/** Puts the rows that go left before those that go right, each side in its former order; gives where the right side begins. */
export const partitionRows = ({ order, from, to }: RowRange, table: BinnedTable, { split, scratch }: { readonly split: Split; readonly scratch: Int32Array }): number => {
  const groups = table.columns[split.feature] as Uint8Array;
  const isLeft = leftGroups(split);
  let lefts = from;
  let rights = 0;
  // Written to both sides, kept on one: which side is chance to the processor, and a wrong guess costs more than a write.
  for (let at = from; at < to; at += 1) {
    const row = order[at] as number;
    const left = isLeft[groups[row] as number] as number;
    order[lefts] = row;
    scratch[rights] = row;
    lefts += left;
    rights += 1 - left;
  }
  order.set(scratch.subarray(0, rights), lefts);
  return lefts;
};

/** 1 for each group that goes left, 0 for the others. */
const leftGroups = ({ bin, unknownLeft }: Split): Uint8Array => {
  const groups = new Uint8Array(UNKNOWN_BIN + 1).fill(1, 0, bin + 1);
  groups[UNKNOWN_BIN] = unknownLeft ? 1 : 0;
  return groups;
};
