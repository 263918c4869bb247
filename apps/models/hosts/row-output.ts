import type { Tensor } from 'onnxruntime-node';
import { AppError } from '@ml/contracts/app-error';
import type { ModelOutput } from '@ml/contracts/model-metadata';
import type { Fetched } from './session';

/** Columns of one output: a list of numbers is one column. */
export const columnsOf = ({ dims }: Tensor): number => (dims.length < 2 ? 1 : dims.slice(1).reduce((product, size) => product * size, 1));

/** @throws AppError MODEL_FAILED when the model answers in another shape than it declares */
export const checkShapes = (outputs: readonly ModelOutput[], fetched: Fetched, rows: number): void => {
  for (const { name, columns } of outputs) {
    const tensor = fetched[name];
    if (tensor?.dims[0] === rows && columnsOf(tensor) === columns.length) continue;
    throw new AppError('MODEL_FAILED', `the output ${name} came as [${tensor?.dims.join(', ') ?? ''}] for ${String(rows)} rows of ${String(columns.length)} columns`, { retryable: false });
  }
};

/** All output columns side by side, row by row, in the order of the outputs. @throws AppError MODEL_FAILED as `checkShapes` */
export const rowOutput = (outputs: readonly ModelOutput[], fetched: Fetched, rows: number): Float64Array => {
  checkShapes(outputs, fetched, rows);
  const width = outputs.reduce((sum, { columns }) => sum + columns.length, 0);
  const values = new Float64Array(rows * width);
  let from = 0;
  for (const { name, columns } of outputs) {
    copy(fetched[name] as Tensor, values, { rows, columns: columns.length, width, from });
    from += columns.length;
  }
  return values;
};

interface Place {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly from: number;
}

const copy = ({ data }: Tensor, values: Float64Array, { rows, columns, width, from }: Place): void => {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) values[row * width + from + column] = Number(data[row * columns + column]);
  }
};
