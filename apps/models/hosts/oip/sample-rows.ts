import type { Tensor } from 'onnxruntime-node';
import type { Cell } from '@ml/contracts/model-metadata';

/** The first rows of several tensors, side by side: what the log keeps of a request. */
export const sampleRows = (tensors: readonly (Tensor | undefined)[], count: number): readonly (readonly Cell[])[] =>
  Array.from({ length: count }, (_, row) => tensors.flatMap((tensor) => (tensor === undefined ? [] : cellsOf(tensor, row))));

const cellsOf = ({ data, dims }: Tensor, row: number): readonly Cell[] => {
  const width = dims.slice(1).reduce((product, size) => product * size, 1);
  return Array.from({ length: width }, (_, column) => toCell(data[row * width + column]));
};

/** As long as texts of features may be elsewhere: the log keeps no documents. */
const LONGEST_TEXT = 256;

const toCell = (value: unknown): Cell => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : Number(value));
