import type { Table } from '../table';
import type { RatioFeature } from './model-export';

/** The column of a table that a ratio stands for: divided in 32 bits, as the graph does it. Throws RangeError when the table lacks one of the two. */
export const ratioColumn = ({ of, over }: RatioFeature, { features, columns }: Table): Float32Array => {
  const [above, below] = [columns[features.indexOf(of)], columns[features.indexOf(over)]];
  if (above === undefined || below === undefined) throw new RangeError(`the table has no ${above === undefined ? of : over}`);
  return above.map((value, row) => value / (below[row] as number));
};
