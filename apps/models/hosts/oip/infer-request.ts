import { AppError } from '@ml/contracts/app-error';
import { badTensor } from '../bad-tensor';

/** One input as it stands in the JSON part of a request. */
export interface TensorJson {
  readonly name: unknown;
  readonly shape: unknown;
  readonly datatype: unknown;
  readonly data?: unknown;
  readonly parameters?: { readonly binary_data_size?: unknown };
}

export interface OutputJson {
  readonly name: unknown;
  readonly parameters?: { readonly binary_data?: unknown };
}

/** A request of the Open Inference Protocol, v2. */
export interface InferRequestJson {
  readonly id?: unknown;
  readonly inputs: readonly TensorJson[];
  readonly outputs: readonly OutputJson[];
  readonly binaryOutput: boolean;
  /** What follows the JSON: the binary tensors, one behind the other. */
  readonly binary: Uint8Array;
}

/** Each costs the parser a hundred times the byte that it takes: 20 million of them would keep the host for ten seconds. */
const MOST_LISTS = 2_000_000;
const [BRACKET, BRACE] = [0x5b, 0x7b];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws AppError BAD_JSON, BAD_TENSOR */
export const readInferRequest = (body: Uint8Array, headerLength: number | null): InferRequestJson => {
  const length = headerLength ?? body.byteLength;
  if (length > body.byteLength) throw badTensor('Inference-Header-Content-Length', `the header says ${String(length)} bytes of JSON, the body has ${String(body.byteLength)}`);
  const { id, inputs, outputs, parameters } = parse(body.subarray(0, length));
  // Clients write null for what they leave out.
  if (id !== undefined && id !== null && typeof id !== 'string') throw badTensor('id', 'id is a text');
  return {
    id: id ?? undefined,
    inputs: objects<TensorJson>(inputs, 'inputs'),
    outputs: outputs === undefined || outputs === null ? [] : objects<OutputJson>(outputs, 'outputs'),
    binaryOutput: isObject(parameters) && parameters['binary_data_output'] === true,
    binary: body.subarray(length),
  };
};

const parse = (json: Uint8Array): Readonly<Record<'id' | 'inputs' | 'outputs' | 'parameters', unknown>> => {
  let value: unknown;
  if (countLists(json) > MOST_LISTS) throw badTensor('inputs', `the JSON holds more than ${String(MOST_LISTS)} lists and objects: send data flat, or as binary tensors`);
  try {
    value = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString());
  } catch {
    throw new AppError('BAD_JSON', 'the request is not valid JSON; with binary tensors behind it, Inference-Header-Content-Length says how long the JSON is');
  }
  if (!isObject(value)) throw new AppError('BAD_JSON', 'the request is an object with inputs');
  return value as Readonly<Record<'id' | 'inputs' | 'outputs' | 'parameters', unknown>>;
};

/** Lists and objects, as far as it matters; a bracket in a text counts too. */
const countLists = (json: Uint8Array): number => (json.byteLength <= MOST_LISTS ? 0 : countOf(json, BRACKET) + countOf(json, BRACE));

const countOf = (json: Uint8Array, byte: number): number => {
  let count = 0;
  for (let at = json.indexOf(byte); at >= 0 && count <= MOST_LISTS; at = json.indexOf(byte, at + 1)) count += 1;
  return count;
};

const objects = <Item>(value: unknown, path: string): readonly Item[] => {
  if (!Array.isArray(value)) throw badTensor(path, `${path} is a list of tensors`);
  const at = value.findIndex((item) => !isObject(item));
  if (at >= 0) throw badTensor(`${path}[${String(at)}]`, 'a tensor is an object with name, shape and datatype');
  return value as readonly Item[];
};
