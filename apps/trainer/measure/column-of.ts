import type { Judged } from '../kinds/kind';

/** One column of what a model says. @throws RangeError */
export const columnOf = ({ columns, said, test }: Pick<Judged, 'columns' | 'said' | 'test'>, name: string): Float64Array => {
  const at = columns.indexOf(name);
  if (at < 0) throw new RangeError(`there is no column ${name}`);
  return Float64Array.from({ length: test.numbers.rows }, (_, row) => said[row * columns.length + at] ?? Number.NaN);
};

/** One numeric feature of a set of rows, in 64 bits. @throws RangeError */
export const featureOf = ({ numbers }: Judged['test'], name: string): Float64Array => {
  const column = numbers.columns[numbers.features.indexOf(name)];
  if (column === undefined) throw new RangeError(`there is no feature ${name}`);
  return Float64Array.from(column);
};
