import type { ModelInput, ModelOutput } from '@ml/contracts/model-metadata';
import { OnnxFault } from './onnx-fault';
import type { OnnxHeader } from './read-header';
import type { HeaderValue } from './read-tensor';
import { ELEMENT_OF, tensorTypeOf } from './tensor-types';

interface Declared {
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelOutput[];
}

/** As many as metadata may declare: more would no longer be a few features of a resource but an image. */
const MOST_FEATURES = 10_000;

const names = (values: readonly { readonly name: string }[]): string => values.map(({ name }) => name).join(', ');

/** Whether the file is what its metadata say. @throws OnnxFault */
export const checkInterface = (header: OnnxHeader, { inputs, outputs }: Declared): void => {
  for (const value of header.inputs) {
    if (!inputs.some(({ name }) => name === value.name)) throw new OnnxFault('INPUT_UNKNOWN', `the model wants an input ${value.name} that the metadata do not declare: they have ${names(inputs)}`);
  }
  for (const input of inputs) checkInput(input, find(header.inputs, input, 'INPUT_UNKNOWN'));
  for (const output of outputs) checkOutput(output, find(header.outputs, output, 'OUTPUT_UNKNOWN'));
};

const find = (values: readonly HeaderValue[], { name }: { readonly name: string }, reason: 'INPUT_UNKNOWN' | 'OUTPUT_UNKNOWN'): HeaderValue => {
  const found = values.find((value) => value.name === name);
  const what = reason === 'INPUT_UNKNOWN' ? 'input' : 'output';
  if (found === undefined) throw new OnnxFault(reason, `the model has no ${what} ${name}: it has ${names(values)}`);
  return found;
};

const checkInput = (input: ModelInput, value: HeaderValue): void => {
  checkType(input, value);
  checkRows(value);
  const width = value.shape?.[1] ?? null;
  if (width !== null && width !== input.features.length) {
    throw new OnnxFault('WRONG_WIDTH', `the input ${input.name} is ${String(width)} wide, the metadata declare ${String(input.features.length)} features`);
  }
};

const checkOutput = (output: ModelOutput, value: HeaderValue): void => {
  checkType(output, value);
  const shape = value.shape ?? [null, null];
  const width = shape.length === 1 ? 1 : (shape[1] ?? null);
  if (shape.length > 2 || shape.length === 0) throw new OnnxFault('WRONG_WIDTH', `the output ${output.name} has ${String(shape.length)} dimensions: rows and columns are wanted`);
  if (width !== null && width !== output.columns.length) {
    throw new OnnxFault('WRONG_WIDTH', `the output ${output.name} is ${String(width)} wide, the metadata declare ${String(output.columns.length)} columns`);
  }
};

const checkType = ({ name, datatype }: ModelInput | ModelOutput, { type }: HeaderValue): void => {
  if (type === ELEMENT_OF[datatype]) return;
  throw new OnnxFault('WRONG_TYPE', `${name} is declared as ${datatype}, the model has ${tensorTypeOf(type) ?? type ?? 'no tensor there'}`);
};

const checkRows = ({ name, shape }: HeaderValue): void => {
  if (shape?.length !== 2) throw new OnnxFault('WRONG_WIDTH', `the input ${name} has ${String(shape?.length ?? 'unknown')} dimensions: rows and features are wanted, as in [N, 17]`);
  if (shape[0] !== null) {
    throw new OnnxFault('NO_BATCH_DIMENSION', `the input ${name} takes exactly ${String(shape[0])} rows: export the model with a first dimension that is free, as with [None, 17] or dynamic_axes`);
  }
};

/** What a file without metadata says: features are called f0, f1, ... across its inputs. @throws OnnxFault */
export const readInputs = (header: OnnxHeader): readonly ModelInput[] => {
  let count = 0;
  if (header.inputs.length === 0) throw new OnnxFault('INPUT_UNKNOWN', 'the model takes no input: it would answer the same to everything');
  return header.inputs.map((value) => {
    const datatype = tensorTypeOf(value.type);
    if (datatype === undefined) throw new OnnxFault('WRONG_TYPE', `the input ${value.name} is of a type that is not served: FP32, FP64, INT32, INT64, BOOL and texts are`);
    checkRows(value);
    const width = value.shape?.[1] ?? null;
    if (width === null) throw new OnnxFault('WRONG_WIDTH', `the input ${value.name} does not say how many features it takes: send metadata that do`);
    if (count + width > MOST_FEATURES) throw new OnnxFault('WRONG_WIDTH', `the input ${value.name} is ${String(width)} wide: a model takes ${String(MOST_FEATURES)} features at most`);
    const features = Array.from({ length: width }, (_, index) => `f${String(count + index)}`);
    count += width;
    return { name: value.name, datatype, features };
  });
};

/** The outputs of a file without metadata; how wide each is shows when it is run. @throws OnnxFault */
export const readOutputs = (header: OnnxHeader): readonly Omit<ModelOutput, 'columns'>[] => {
  if (header.outputs.length === 0) throw new OnnxFault('OUTPUT_UNKNOWN', 'the model gives no output');
  return header.outputs.map(({ name, type }) => {
    const datatype = tensorTypeOf(type);
    if (datatype === undefined) throw new OnnxFault('WRONG_TYPE', `the output ${name} is no tensor of a type that is served: export the model without maps and sequences`);
    return { name, datatype };
  });
};
