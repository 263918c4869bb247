import type { Tree } from './boosted-trees';
import type { Table } from './table';

/** The number of the leaf that a row of a table reaches. */
export const leafOf = (tree: Tree, columns: Table['columns'], row: number): number => {
  const { feature, threshold, left, right, unknownLeft } = tree;
  let node = 0;
  for (;;) {
    const by = feature[node] as number;
    if (by < 0) return node;
    const value = (columns[by] as Float32Array)[row] as number;
    const goesLeft = value <= (threshold[node] as number) || (unknownLeft[node] === 1 && Number.isNaN(value));
    node = (goesLeft ? left[node] : right[node]) as number;
  }
};

/** Adds to each row's sum the value of the leaf it reaches. */
export const addTree = (sums: Float64Array, tree: Tree, { columns, rows }: Table): void => {
  for (let row = 0; row < rows; row += 1) sums[row] = (sums[row] as number) + (tree.value[leafOf(tree, columns, row)] as number);
};
