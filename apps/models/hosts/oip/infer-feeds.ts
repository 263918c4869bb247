import { Tensor } from 'onnxruntime-node';
import type { ModelInput } from '@ml/contracts/model-metadata';
import { badTensor } from '../bad-tensor';
import type { Feeds } from '../session';
import type { InferRequestJson, TensorJson } from './infer-request';
import { fromBinary, fromJson, type TensorData } from './tensor-data';

export interface InferFeeds {
  readonly feeds: Feeds;
  readonly rows: number;
}

const RUNTIME = { FP32: 'float32', FP64: 'float64', INT32: 'int32', INT64: 'int64', BOOL: 'bool', BYTES: 'string' } as const;

/** The tensors of a request, each held against what the model declares. @throws AppError BAD_TENSOR */
export const inferFeeds = (request: InferRequestJson, inputs: readonly ModelInput[]): InferFeeds => {
  // Without a prototype: an input may be called `constructor`.
  const feeds = Object.create(null) as Record<string, Tensor>;
  let rows: number | undefined;
  let offset = 0;
  request.inputs.forEach((tensor, index) => {
    const path = `inputs[${String(index)}]`;
    const input = declared(tensor, { inputs, feeds, path });
    const dims = shapeOf(tensor, input, path);
    rows ??= dims[0];
    if (dims[0] !== rows) throw badTensor(`${path}.shape`, `all inputs have the same number of rows: the first has ${String(rows)}, this one ${String(dims[0])}`);
    const size = binarySize(tensor, path);
    const data = dataOf(tensor, { bytes: size === undefined ? undefined : cut(request.binary, { offset, size, path }), input, dims, path });
    offset += size ?? 0;
    feeds[input.name] = Array.isArray(data) ? new Tensor('string', data, [...dims]) : new Tensor(RUNTIME[input.datatype] as 'float32', data as Float32Array, [...dims]);
  });
  const missing = inputs.find(({ name }) => feeds[name] === undefined);
  if (missing !== undefined) throw badTensor('inputs', `the input ${missing.name} is missing: the model takes ${inputs.map(({ name }) => name).join(', ')}`);
  if (offset !== request.binary.byteLength) throw badTensor('inputs', `${String(request.binary.byteLength)} bytes follow the JSON, binary_data_size of all inputs sums to ${String(offset)}`);
  return { feeds, rows: rows ?? 0 };
};

interface Declaring {
  readonly inputs: readonly ModelInput[];
  readonly feeds: Feeds;
  readonly path: string;
}

const declared = ({ name, datatype }: TensorJson, { inputs, feeds, path }: Declaring): ModelInput => {
  const input = inputs.find((candidate) => candidate.name === name);
  if (input === undefined) throw badTensor(`${path}.name`, `the model has no such input: it takes ${inputs.map((candidate) => candidate.name).join(', ')}`);
  if (feeds[input.name] !== undefined) throw badTensor(`${path}.name`, `the input ${input.name} is given twice`);
  if (datatype !== input.datatype) throw badTensor(`${path}.datatype`, `the input ${input.name} is of type ${input.datatype}`);
  return input;
};

const shapeOf = ({ shape }: TensorJson, { name, features }: ModelInput, path: string): readonly [number, number] => {
  const [rows, width] = Array.isArray(shape) && shape.length === 2 ? (shape as unknown[]) : [];
  if (!Number.isSafeInteger(rows) || (rows as number) < 1 || width !== features.length) {
    throw badTensor(`${path}.shape`, `the shape of ${name} is [rows, ${String(features.length)}], with one row at least`);
  }
  return [rows as number, width];
};

const binarySize = ({ parameters, data }: TensorJson, path: string): number | undefined => {
  const size = parameters?.binary_data_size;
  if (size === undefined) return undefined;
  if (data !== undefined && data !== null) throw badTensor(`${path}.data`, 'data and binary_data_size exclude each other');
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw badTensor(`${path}.parameters.binary_data_size`, 'binary_data_size is a number of bytes');
  return size as number;
};

const cut = (binary: Uint8Array, { offset, size, path }: { readonly offset: number; readonly size: number; readonly path: string }): Uint8Array => {
  if (offset + size <= binary.byteLength) return binary.subarray(offset, offset + size);
  throw badTensor(`${path}.parameters.binary_data_size`, `only ${String(binary.byteLength - offset)} bytes are left behind the JSON`);
};

interface Placed {
  readonly bytes: Uint8Array | undefined;
  readonly input: ModelInput;
  readonly dims: readonly [number, number];
  readonly path: string;
}

const dataOf = ({ data }: TensorJson, { bytes, input, dims, path }: Placed): TensorData => {
  const wanted = { datatype: input.datatype, dims, path };
  return bytes === undefined ? fromJson(data, wanted) : fromBinary(bytes, wanted);
};
