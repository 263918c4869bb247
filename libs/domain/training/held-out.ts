import type { BoostOptions } from './boost-options';
import type { Tree } from './boosted-trees';
import { meanLoss } from './loss';
import type { Table } from './table';
import { addTree } from './walk-tree';

/** Rows that nothing is learned from, and their margins so far. */
export class HeldOut {
  private readonly margins: Float64Array;

  constructor(
    private readonly data: { readonly table: Table; readonly target: Float64Array },
    private readonly options: Pick<BoostOptions, 'objective' | 'quantile'> & { readonly base: number },
  ) {
    this.margins = new Float64Array(data.table.rows).fill(options.base);
  }

  /** Their mean loss with one tree more. NaN when there are no rows. */
  lossWith(tree: Tree): number {
    addTree(this.margins, tree, this.data.table);
    return meanLoss(this.options, this.margins, this.data);
  }
}
