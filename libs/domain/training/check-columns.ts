import type { Table } from './table';

/** Throws a RangeError when a table is not one, or not of these features in this order. */
export const checkColumns = ({ rows, features, columns }: Table, wanted: readonly string[]): void => {
  if (features.length !== wanted.length || features.some((name, index) => name !== wanted[index])) throw new RangeError(`the table has the features ${features.join(', ')}; the model knows ${wanted.join(', ')}`);
  if (columns.length !== features.length) throw new RangeError(`the table has ${String(features.length)} features but ${String(columns.length)} columns`);
  const short = columns.findIndex((column) => column.length !== rows);
  if (short >= 0) throw new RangeError(`the column ${features[short] ?? ''} has ${String(columns[short]?.length)} values; the table has ${String(rows)} rows`);
};
