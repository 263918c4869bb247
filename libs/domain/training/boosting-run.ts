import { binTable } from './binned-table';
import type { BoostOptions } from './boost-options';
import type { Tree } from './boosted-trees';
import { Draws } from './draws';
import { TreeGrower, type Leaf } from './grow-tree';
import type { Labels } from './loss';
import { writeSlopes } from './slopes-of-loss';
import type { Table } from './table';
import type { TreeBuilder } from './tree-builder';
import { addTree } from './walk-tree';
import { weightedQuantile } from './weighted-quantile';

interface RunOptions extends BoostOptions {
  readonly base: number;
}

/** A split that gains less than this share of the loss that was there to begin with follows rounding errors. */
const LEAST_GAIN_SHARE = 1e-12;

/** A training under way: the margins of its rows, and a tree more each time it is asked. */
export class BoostingRun {
  readonly margins: Float64Array;
  private readonly grower: TreeGrower;
  private readonly draws: Draws;
  private readonly table: Table;
  private readonly labels: { readonly target: Float64Array; readonly weights: Float64Array };
  private readonly weighted: boolean;
  private readonly slopes: Float64Array;
  private readonly leastGain: number;
  /** Gain by feature, of each tree. */
  private readonly gains: Float64Array[] = [];

  constructor(
    { table, target, weights }: Labels & { readonly table: Table },
    private readonly options: RunOptions,
  ) {
    this.table = table;
    this.weighted = weights !== undefined;
    this.labels = { target, weights: weights ?? new Float64Array(table.rows).fill(1) };
    this.margins = new Float64Array(table.rows).fill(options.base);
    this.slopes = new Float64Array(2 * table.rows);
    this.grower = new TreeGrower(binTable(table, weights, options.maxBins), options);
    this.draws = new Draws(options.seed);
    this.writeSlopes();
    this.leastGain = Math.max(options.gamma, LEAST_GAIN_SHARE * energyOf(this.slopes));
  }

  addTree(): Tree {
    this.writeSlopes();
    const width = this.table.features.length;
    const order = this.drawRows();
    const features = this.draws.choose(Math.max(Math.round(this.options.columnShare * width), 1), width);
    const { builder, leaves, splits } = this.grower.grow({ slopes: this.slopes, order, features, leastGain: this.leastGain });
    if (this.options.objective === 'quantile') for (const leaf of leaves) this.refit(builder, leaf);
    const gains = new Float64Array(width);
    for (const { feature, gain } of splits) gains[feature] = (gains[feature] as number) + gain;
    this.gains.push(gains);
    const tree = builder.build();
    if (order.length === this.table.rows) this.addLeaves(tree, leaves);
    else addTree(this.margins, tree, this.table);
    return tree;
  }

  /** Share of each feature in the gain of the first trees. */
  importanceOf(trees: number): readonly number[] {
    const sums = Array.from({ length: this.table.features.length }, (_, feature) => this.gains.slice(0, trees).reduce((sum, gains) => sum + (gains[feature] as number), 0));
    const whole = sums.reduce((sum, gain) => sum + gain, 0);
    return sums.map((gain) => (whole > 0 ? gain / whole : 0));
  }

  private writeSlopes(): void {
    writeSlopes(this.slopes, this.margins, { labels: this.labels, options: this.options });
  }

  private drawRows(): Int32Array {
    const { rowShare } = this.options;
    const { weights } = this.labels;
    const order = new Int32Array(this.table.rows);
    let count = 0;
    for (let row = 0; row < order.length; row += 1) {
      const drawn = rowShare === 1 || this.draws.next() < rowShare;
      if (!drawn || weights[row] === 0) continue;
      order[count] = row;
      count += 1;
    }
    return order.subarray(0, count);
  }

  /** The derivatives say which rows belong together; how far to move them is read from their residuals. */
  private refit(builder: TreeBuilder, { order, from, to, node }: Leaf): void {
    const { target, weights } = this.labels;
    if (from === to) return;
    const residuals = new Float64Array(to - from);
    const heavy = this.weighted ? new Float64Array(to - from) : undefined;
    for (let at = from; at < to; at += 1) {
      const row = order[at] as number;
      residuals[at - from] = (target[row] as number) - (this.margins[row] as number);
      if (heavy !== undefined) heavy[at - from] = weights[row] as number;
    }
    builder.setValue(node, weightedQuantile(residuals, heavy, this.options.quantile ?? 0) * this.options.learningRate);
  }

  private addLeaves(tree: Tree, leaves: readonly Leaf[]): void {
    for (const { order, from, to, node } of leaves) {
      const value = tree.value[node] as number;
      for (let at = from; at < to; at += 1) {
        const row = order[at] as number;
        this.margins[row] = (this.margins[row] as number) + value;
      }
    }
  }
}

/** What all leaves of one row each could gain: an upper bound of every gain to come. */
const energyOf = (slopes: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < slopes.length; at += 2) {
    const second = slopes[at + 1] as number;
    if (second > 0) sum += (slopes[at] as number) ** 2 / second;
  }
  return sum;
};
