import { startingMargin } from './starting-margin';
import { checkBoostOptions, type BoostOptions } from './boost-options';
import type { BoostedTrees, Tree } from './boosted-trees';
import { BoostingRun } from './boosting-run';
import { checkColumns } from './check-columns';
import { checkLabels } from './check-labels';
import { HeldOut } from './held-out';
import { meanLoss, type Labels } from './loss';
import { StoppingRule } from './stopping-rule';
import type { Table } from './table';

export interface TrainingData extends Labels {
  readonly table: Table;
  /** Rows held out: their loss is told each round, and training may stop by it. */
  readonly validation?: { readonly table: Table; readonly target: Float64Array } | undefined;
}

/** Mean losses after a round: squared error, log-loss or pinball loss. */
export interface RoundLoss {
  readonly train: number | null;
  /** Null when no rows were held out. */
  readonly validation: number | null;
}

/**
 * Gradient boosted regression trees (Friedman 2001), each fitted to the first and second derivatives of the loss with an
 * L2 penalty (Chen and Guestrin 2016). Leaves of the quantile objective are refitted to the quantile of what is left over
 * (Friedman's TreeBoost). The same data, options and seed give the same bytes. A table without rows, or with no weight,
 * gives a model without trees whose base is 0. Throws RangeError for options, targets or weights that make no sense.
 */
export const trainBoosted = (data: TrainingData, options: BoostOptions, onRound?: (round: number, loss: RoundLoss) => void): BoostedTrees => {
  check(data, options);
  const { validation } = data;
  const { objective } = options;
  const { features } = data.table;
  if (!hasWeight(data)) return { objective, features, base: 0, trees: [], importance: features.map(() => 0) };
  const base = startingMargin(options, data);
  const run = new BoostingRun(data, { ...options, base });
  const heldOut = validation === undefined ? undefined : new HeldOut(validation, { ...options, base });
  const stopping = new StoppingRule(options.earlyStoppingRounds);
  const trees: Tree[] = [];
  while (trees.length < options.rounds && !stopping.stops) {
    const tree = run.addTree();
    trees.push(tree);
    const loss = heldOut?.lossWith(tree) ?? null;
    stopping.note(loss);
    onRound?.(trees.length, { train: meanLoss(options, run.margins, data), validation: loss });
  }
  const kept = stopping.bestRounds ?? trees.length;
  return { objective, features, base, trees: trees.slice(0, kept), importance: run.importanceOf(kept) };
};

const check = ({ table, target, weights, validation }: TrainingData, options: BoostOptions): void => {
  checkBoostOptions(options);
  checkColumns(table, table.features);
  checkLabels({ target, weights }, table.rows, options.objective);
  if (validation === undefined) return;
  checkColumns(validation.table, table.features);
  checkLabels(validation, validation.table.rows, options.objective);
};

const hasWeight = ({ target, weights }: Labels): boolean => (weights === undefined ? target.length > 0 : weights.some((weight) => weight > 0));
