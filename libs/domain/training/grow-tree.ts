import { bestSplit, type Slopes, type Split } from './best-split';
import type { BinnedTable } from './binned-table';
import type { BoostOptions } from './boost-options';
import { FEATURE_STRIDE, fillHistogram, subtractHistogram, type RowRange } from './histogram';
import { partitionRows } from './partition-rows';
import { TreeBuilder } from './tree-builder';

/** What one tree is grown from. */
export interface Growth {
  /** Two numbers a row: first and second derivative of the loss at its margin. */
  readonly slopes: Float64Array;
  /** Numbers of the rows to learn from, ascending; parted in place. */
  readonly order: Int32Array;
  readonly features: Int32Array;
  readonly leastGain: number;
}

export interface Leaf extends RowRange {
  readonly node: number;
}

export interface GrownTree {
  readonly builder: TreeBuilder;
  readonly leaves: readonly Leaf[];
  readonly splits: readonly Split[];
}

interface Node extends RowRange {
  readonly depth: number;
  readonly slopes: Slopes;
}

/**
 * Grows regression trees over groups of values instead of values, as XGBoost's `hist` and LightGBM do (Chen and
 * Guestrin 2016, Ke et al. 2017). Of two children only the smaller one's histogram is summed; the other is the
 * difference to the parent's. Keeps its buffers from tree to tree.
 */
export class TreeGrower {
  /** One per depth, for the smaller child; the larger one takes over its parent's. */
  private readonly histograms: Float64Array[] = [];
  private readonly scratch: Int32Array;
  private readonly size: number;

  constructor(
    private readonly table: BinnedTable,
    private readonly options: Pick<BoostOptions, 'maxDepth' | 'lambda' | 'minChildWeight' | 'learningRate'>,
  ) {
    this.scratch = new Int32Array(table.rows);
    this.size = table.width * FEATURE_STRIDE;
  }

  grow(growth: Growth): GrownTree {
    const grown = { builder: new TreeBuilder(), leaves: [], splits: [] };
    const { order, slopes } = growth;
    const root = { order, from: 0, to: order.length, depth: 0, slopes: sumOf(slopes, order) };
    const histogram = this.histogramAt(0);
    if (this.mayFork(root)) fillHistogram(histogram, this.table, { ...root, slopes });
    this.growNode(root, histogram, { growth, ...grown });
    return grown;
  }

  private growNode(node: Node, histogram: Float64Array, into: Growing): number {
    const { first, second } = node.slopes;
    const { lambda, minChildWeight, learningRate } = this.options;
    const { features, leastGain } = into.growth;
    const number = into.builder.addLeaf(second + lambda > 0 ? (-first / (second + lambda)) * learningRate : 0);
    const split = this.mayFork(node) ? bestSplit({ histogram, cuts: this.table.cuts, features, whole: node.slopes, lambda, leastGain, minChildWeight }) : undefined;
    if (split === undefined) {
      into.leaves.push({ order: node.order, from: node.from, to: node.to, node: number });
      return number;
    }
    into.splits.push(split);
    const { feature, bin, unknownLeft } = split;
    // Beyond the last cut: everything that is known.
    into.builder.fork(number, { feature, unknownLeft, threshold: this.table.cuts[feature]?.[bin] ?? Number.POSITIVE_INFINITY });
    this.growChildren({ node, number, split }, histogram, into);
    return number;
  }

  private growChildren({ node, number, split }: Forked, histogram: Float64Array, into: Growing): void {
    const middle = partitionRows(node, this.table, { split, scratch: this.scratch });
    const { order, from, to, depth, slopes } = node;
    const left: Node = { order, from, to: middle, depth: depth + 1, slopes: split.left };
    const right: Node = { order, from: middle, to, depth: depth + 1, slopes: { first: slopes.first - split.left.first, second: slopes.second - split.left.second } };
    const leftIsSmaller = middle - from <= to - middle;
    const smaller = leftIsSmaller ? left : right;
    const other = this.histogramAt(depth + 1);
    if (this.mayFork(left) || this.mayFork(right)) {
      fillHistogram(other, this.table, { ...smaller, slopes: into.growth.slopes });
      subtractHistogram(histogram, other);
    }
    // Below either child only buffers of greater depths are written.
    const first = this.growNode(left, leftIsSmaller ? other : histogram, into);
    const second = this.growNode(right, leftIsSmaller ? histogram : other, into);
    into.builder.join(number, first, second);
  }

  private mayFork({ depth, from, to, slopes }: Node): boolean {
    return depth < this.options.maxDepth && to - from > 1 && slopes.second >= 2 * this.options.minChildWeight;
  }

  private histogramAt(depth: number): Float64Array {
    return (this.histograms[depth] ??= new Float64Array(this.size));
  }
}

interface Growing {
  readonly growth: Growth;
  readonly builder: TreeBuilder;
  readonly leaves: Leaf[];
  readonly splits: Split[];
}

interface Forked {
  readonly node: Node;
  readonly number: number;
  readonly split: Split;
}

const sumOf = (slopes: Float64Array, order: Int32Array): Slopes => {
  let first = 0;
  let second = 0;
  for (const row of order) {
    first += slopes[2 * row] as number;
    second += slopes[2 * row + 1] as number;
  }
  return { first, second };
};
