import type { Tree } from './boosted-trees';
import type { Draws } from './draws';
import { meanPathLength } from './mean-path-length';
import type { Table } from './table';
import { TreeBuilder, type Fork } from './tree-builder';

interface IsolationSample {
  readonly rows: Int32Array;
  readonly draws: Draws;
  readonly deepest: number;
}

interface Growing {
  readonly table: Table;
  readonly draws: Draws;
  readonly deepest: number;
  readonly builder: TreeBuilder;
}

export const growIsolationTree = (table: Table, { rows, draws, deepest }: IsolationSample): Tree => {
  const builder = new TreeBuilder();
  grow({ table, draws, deepest, builder }, rows, 0);
  return builder.build();
};

const grow = (growing: Growing, rows: Int32Array, depth: number): number => {
  const { builder, table, deepest } = growing;
  const node = builder.addLeaf(depth + meanPathLength(rows.length));
  const split = depth < deepest && rows.length > 1 ? drawSplit(growing, rows) : undefined;
  if (split === undefined) return node;
  const { feature, threshold } = split;
  const column = table.columns[feature] as Float32Array;
  const known = rows.filter((row) => !Number.isNaN(column[row]));
  const unknownLeft = 2 * known.filter((row) => (column[row] as number) <= threshold).length >= known.length;
  const goesLeft = (row: number): boolean => (Number.isNaN(column[row]) ? unknownLeft : (column[row] as number) <= threshold);
  builder.fork(node, { feature, threshold, unknownLeft });
  const left = grow(growing, rows.filter(goesLeft), depth + 1);
  const right = grow(growing, rows.filter((row) => !goesLeft(row)), depth + 1);
  builder.join(node, left, right);
  return node;
};

/** A feature by chance among those that differ, and a threshold by chance between its least and its greatest value. */
const drawSplit = ({ table, draws }: Growing, rows: Int32Array): Omit<Fork, 'unknownLeft'> | undefined => {
  const candidates = table.columns.map((column, feature) => ({ feature, ...rangeOf(column, rows) })).filter(({ least, most }) => least < most);
  const chosen = candidates[draws.below(candidates.length)];
  if (chosen === undefined) return undefined;
  const { feature, least, most } = chosen;
  const drawn = Math.fround(least + draws.next() * (most - least));
  return { feature, threshold: drawn >= least && drawn < most ? drawn : least };
};

/** Infinity has no middle: it counts as the greatest 32-bit number. */
const GREATEST = 3.402_823_466_385_288_6e38;

const rangeOf = (column: Float32Array, rows: Int32Array): { readonly least: number; readonly most: number } => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = Math.min(Math.max(column[row] as number, -GREATEST), GREATEST);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
};
