import { Tensor } from 'onnxruntime-node';
import type { Cell, ModelInput, TensorType } from '@ml/contracts/model-metadata';
import { badTensor } from './bad-tensor';
import type { Feeds } from './session';

/** Rows of all features side by side, in the order of the inputs. */
export type Rows = { readonly rows: number; readonly values: Float32Array } | { readonly rows: number; readonly cells: readonly (readonly (Cell | null)[])[] };

type Numeric = Exclude<TensorType, 'BYTES'>;

const widthOf = (inputs: readonly ModelInput[]): number => inputs.reduce((sum, { features }) => sum + features.length, 0);

/** Cuts rows into the tensors of the model. @throws AppError BAD_TENSOR */
export const rowFeeds = (inputs: readonly ModelInput[], batch: Rows): Feeds => {
  checkWidth(batch, widthOf(inputs));
  let from = 0;
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    feeds[input.name] = feedOf(batch, input, from);
    from += input.features.length;
  }
  return feeds;
};

const checkWidth = (batch: Rows, width: number): void => {
  if (batch.rows < 1) throw badTensor('rows', 'at least one row is wanted');
  if ('values' in batch) {
    if (batch.values.length !== batch.rows * width) throw badTensor('rows', `${String(batch.rows)} rows of ${String(width)} features are wanted, ${String(batch.values.length)} numbers came`);
    return;
  }
  const at = batch.cells.findIndex((row) => row.length !== width);
  if (at >= 0) throw badTensor(`rows[${String(at)}]`, `the model takes ${String(width)} features, the row has ${String(batch.cells[at]?.length)}`);
};

const feedOf = (batch: Rows, input: ModelInput, from: number): Tensor => {
  const { datatype, features } = input;
  const dims = [batch.rows, features.length];
  if (datatype === 'BYTES') return new Tensor('string', texts(batch, input, from), dims);
  // The usual case: one input of 32-bit floats takes the bytes as they came.
  if (datatype === 'FP32' && 'values' in batch && batch.values.length === batch.rows * features.length) return new Tensor('float32', batch.values, dims);
  return numberTensor(datatype, numbers(batch, input, from), dims);
};

const texts = (batch: Rows, { features, name }: ModelInput, from: number): string[] => {
  if ('values' in batch) throw badTensor(name, `the input ${name} takes texts: send rows with texts in them`);
  return batch.cells.flatMap((row) => row.slice(from, from + features.length).map((cell) => (cell === null ? '' : String(cell))));
};

const numbers = (batch: Rows, input: ModelInput, from: number): Float64Array => {
  const width = input.features.length;
  const taken = new Float64Array(batch.rows * width);
  const stride = 'values' in batch ? batch.values.length / batch.rows : 0;
  for (let row = 0; row < batch.rows; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const value = 'values' in batch ? batch.values[row * stride + from + column] : numberAt(batch.cells[row]?.[from + column], { row, feature: input.features[column] ?? '' });
      taken[row * width + column] = value ?? Number.NaN;
    }
  }
  return taken;
};

/** Unknown is NaN, as models know it. */
const numberAt = (cell: Cell | null | undefined, { row, feature }: { readonly row: number; readonly feature: string }): number => {
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell !== 'number') throw badTensor(`rows[${String(row)}].${feature}`, `${feature} is a number for this model`);
  return cell;
};

const toInteger = (value: number): bigint => BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);

const numberTensor = (datatype: Numeric, values: Float64Array, dims: number[]): Tensor => {
  switch (datatype) {
    case 'FP32':
      return new Tensor('float32', Float32Array.from(values), dims);
    case 'FP64':
      return new Tensor('float64', values, dims);
    case 'INT32':
      return new Tensor('int32', Int32Array.from(values), dims);
    case 'INT64':
      return new Tensor('int64', BigInt64Array.from(values, toInteger), dims);
    case 'BOOL':
      return new Tensor('bool', Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)), dims);
  }
};
