import type { TensorType } from '@ml/contracts/model-metadata';
import { badTensor } from '../bad-tensor';

export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | string[];
type Numeric = Exclude<TensorType, 'BYTES'>;

/** On the wire, little-endian. */
export const BYTES_EACH: Readonly<Record<Numeric, number>> = { FP32: 4, FP64: 8, INT32: 4, INT64: 8, BOOL: 1 };
const LENGTH_BYTES = 4;
const INT32_END = 2 ** 31;
const decoder = new TextDecoder();

interface Wanted {
  readonly datatype: TensorType;
  /** Rows and columns. */
  readonly dims: readonly [number, number];
  readonly path: string;
}

/** Data of a JSON tensor, flat or as rows. @throws AppError BAD_TENSOR */
export const fromJson = (data: unknown, { datatype, dims, path }: Wanted): TensorData => {
  if (!Array.isArray(data)) throw badTensor(`${path}.data`, 'data is a list of values, or parameters.binary_data_size says how many bytes follow the JSON');
  const [rows, width] = dims;
  const flat = Array.isArray(data[0]) ? flattened(data, width, path) : data;
  const count = rows * width;
  if (flat.length !== count) throw badTensor(`${path}.shape`, `the shape means ${String(count)} values, data has ${String(flat.length)}`);
  const fail = (at: number, what: string): never => {
    throw badTensor(`${path}.data[${String(at)}]`, `${what} is wanted for ${datatype}`);
  };
  return CONVERT[datatype](flat, fail);
};

const flattened = (data: readonly unknown[], width: number, path: string): readonly unknown[] => {
  const at = data.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (at >= 0) throw badTensor(`${path}.data[${String(at)}]`, `a row of ${String(width)} values is wanted`);
  return data.flat();
};

type Fail = (at: number, what: string) => never;

/** JSON knows no NaN: null stands for it. */
const floats = <Floats extends Float32Array | Float64Array>(into: Floats, values: readonly unknown[], fail: Fail): Floats => {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    into[at] = typeof value === 'number' ? value : value === null ? Number.NaN : fail(at, 'a number');
  }
  return into;
};

const whole = (value: unknown, at: number, fail: Fail): number => (Number.isSafeInteger(value) ? (value as number) : fail(at, 'a whole number'));
const within = (value: number, at: number, fail: Fail): number => (value >= -INT32_END && value < INT32_END ? value : fail(at, 'a whole number of 32 bits'));

const bit = (value: unknown, at: number, fail: Fail): number => {
  if (value === true || value === 1) return 1;
  return value === false || value === 0 ? 0 : fail(at, 'true or false');
};

const CONVERT: Readonly<Record<TensorType, (values: readonly unknown[], fail: Fail) => TensorData>> = {
  FP32: (values, fail) => floats(new Float32Array(values.length), values, fail),
  FP64: (values, fail) => floats(new Float64Array(values.length), values, fail),
  INT32: (values, fail) => Int32Array.from(values, (value, at) => within(whole(value, at, fail), at, fail)),
  INT64: (values, fail) => BigInt64Array.from(values, (value, at) => BigInt(whole(value, at, fail))),
  BOOL: (values, fail) => Uint8Array.from(values, (value, at) => bit(value, at, fail)),
  BYTES: (values, fail) => values.map((value, at) => (typeof value === 'string' ? value : fail(at, 'a text'))),
};

/** Data of a binary tensor: little-endian, row by row; texts with their length before each. @throws AppError BAD_TENSOR */
export const fromBinary = (bytes: Uint8Array, { datatype, dims, path }: Wanted): TensorData => {
  const count = dims[0] * dims[1];
  if (datatype === 'BYTES') return texts(bytes, { count, path });
  const wanted = count * BYTES_EACH[datatype];
  if (bytes.byteLength !== wanted) throw badTensor(`${path}.parameters.binary_data_size`, `the shape means ${String(wanted)} bytes, binary_data_size says ${String(bytes.byteLength)}`);
  // The JSON before them has any length: copied, the numbers are aligned. (`slice` of a Buffer copies nothing.)
  const { buffer } = new Uint8Array(bytes);
  return VIEW[datatype](buffer);
};

const VIEW: Readonly<Record<Numeric, (buffer: ArrayBuffer) => TensorData>> = {
  FP32: (buffer) => new Float32Array(buffer),
  FP64: (buffer) => new Float64Array(buffer),
  INT32: (buffer) => new Int32Array(buffer),
  INT64: (buffer) => new BigInt64Array(buffer),
  BOOL: (buffer) => new Uint8Array(buffer).map((value) => (value === 0 ? 0 : 1)),
};

const texts = (bytes: Uint8Array, { count, path }: { readonly count: number; readonly path: string }): string[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: string[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.byteLength) {
    const end = at + LENGTH_BYTES + view.getUint32(at, true);
    if (end > bytes.byteLength) break;
    found.push(decoder.decode(bytes.subarray(at + LENGTH_BYTES, end)));
    at = end;
  }
  if (at !== bytes.byteLength || found.length !== count) {
    throw badTensor(path, `the shape means ${String(count)} texts, each with its length in 4 bytes before it; ${String(found.length)} are there`);
  }
  return found;
};

/** Outputs as bytes, the same way. */
export const toBinary = (data: TensorData): Uint8Array => {
  if (!Array.isArray(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat(
    data.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(bytes.byteLength);
      return [length, bytes];
    }),
  );
};

/** Outputs as JSON text. 64-bit integers keep all their digits. */
export const toJson = (data: TensorData, datatype: TensorType): string => {
  if (data instanceof BigInt64Array) return `[${data.join(',')}]`;
  if (datatype === 'BOOL') return `[${Array.from(data as Uint8Array, (value) => value !== 0).join(',')}]`;
  return JSON.stringify(Array.isArray(data) ? data : Array.from(data as Float32Array));
};
