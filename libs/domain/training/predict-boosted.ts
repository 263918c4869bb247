import type { BoostedTrees } from './boosted-trees';
import { checkColumns } from './check-columns';
import { sigmoid } from './sigmoid';
import type { Table } from './table';
import { addTree } from './walk-tree';

/** Base and leaves summed for each row: log-odds for the logistic objective, the prediction itself for the others. */
export const marginsOf = (model: BoostedTrees, table: Table): Float64Array => {
  checkColumns(table, model.features);
  const margins = new Float64Array(table.rows).fill(model.base);
  for (const tree of model.trees) addTree(margins, tree, table);
  return margins;
};

/** What the model says of each row: a probability for the logistic objective, a value in the target's unit for the others. */
export const predictBoosted = (model: BoostedTrees, table: Table): Float64Array => {
  const margins = marginsOf(model, table);
  return model.objective === 'logistic' ? margins.map(sigmoid) : margins;
};
