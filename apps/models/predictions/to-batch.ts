import type { Cell } from '@ml/contracts/model-metadata';
import type { RowBatch } from '../serving/serving';
import type { FeatureColumn } from './feature-columns';

/** What is unknown is NaN to a model, which its trees send the way they learnt for it, or an empty text. */
export const toBatch = (columns: readonly FeatureColumn[], rows: readonly (readonly (Cell | null)[])[]): RowBatch => {
  const cellOf = (cell: Cell | null, index: number): Cell => cell ?? (columns[index]?.datatype === 'BYTES' ? '' : Number.NaN);
  if (columns.every(({ datatype }) => datatype === 'FP32')) return { rows: rows.length, values: Float32Array.from(rows.flat(), (cell) => Number(cell ?? Number.NaN)) };
  return { rows: rows.length, cells: rows.map((row) => row.map(cellOf)) };
};
