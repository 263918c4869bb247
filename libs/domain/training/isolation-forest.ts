import type { Tree } from './boosted-trees';
import { checkColumns } from './check-columns';
import { Draws } from './draws';
import { growIsolationTree } from './grow-isolation-tree';
import { meanPathLength } from './mean-path-length';
import type { Table } from './table';
import { addTree } from './walk-tree';

export interface ForestOptions {
  readonly trees: number;
  /** Rows each tree is grown from; fewer when the table has fewer. */
  readonly sampleSize: number;
  readonly seed: number;
}

/** Sizes at which the paper finds that detection has settled. */
export const FOREST_DEFAULTS: ForestOptions = { trees: 100, sampleSize: 256, seed: 1 };

export interface IsolationForest {
  readonly features: readonly string[];
  /** The value of a leaf is the length of the path to a row in it. */
  readonly trees: readonly Tree[];
  /** Mean length of the path to a row among as many as each tree saw; 0: too few rows to compare. */
  readonly meanPath: number;
}

/**
 * Isolation forest (Liu, Ting and Zhou 2008): what is unlike the rest is parted from it by few random splits. A row whose
 * value is unknown follows the larger side. Throws RangeError for counts that are not whole numbers above 0.
 */
export const trainForest = (table: Table, { trees, sampleSize, seed }: ForestOptions): IsolationForest => {
  checkColumns(table, table.features);
  for (const [name, count] of Object.entries({ trees, sampleSize })) {
    if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`${name} is ${String(count)}; it must be a whole number above 0`);
  }
  const draws = new Draws(seed);
  const size = Math.min(sampleSize, table.rows);
  const deepest = Math.ceil(Math.log2(Math.max(size, 1)));
  return {
    features: table.features,
    trees: Array.from({ length: trees }, () => growIsolationTree(table, { rows: draws.choose(size, table.rows), draws, deepest })),
    meanPath: meanPathLength(size),
  };
};

/** Said of every row when there was nothing to compare it with: the paper's value of a row like any other. */
export const LIKE_ANY_OTHER = 50;

/** 0 to 100 for each row: 100 stands out most, about 50 is like any other; 100 * 2^(-mean path / mean path of the sample). */
export const scoreForest = (forest: IsolationForest, table: Table): Float64Array => {
  checkColumns(table, forest.features);
  const paths = new Float64Array(table.rows);
  if (forest.meanPath === 0) return paths.fill(LIKE_ANY_OTHER);
  for (const tree of forest.trees) addTree(paths, tree, table);
  return paths.map((path) => 100 * 2 ** (-path / (forest.trees.length * forest.meanPath)));
};
