import type { Tensor } from 'onnxruntime-node';
import type { ModelOutput, ModelRef } from '@ml/contracts/model-metadata';
import { badTensor } from '../bad-tensor';
import type { Fetched } from '../session';
import type { InferRequestJson } from './infer-request';
import { toBinary, toJson, type TensorData } from './tensor-data';

interface Wanted {
  readonly output: ModelOutput;
  readonly binary: boolean;
}

/** Which outputs are asked for, and how: all of them unless the request says. @throws AppError BAD_TENSOR */
export const wantedOutputs = ({ outputs, binaryOutput }: InferRequestJson, declared: readonly ModelOutput[]): readonly Wanted[] => {
  if (outputs.length === 0) return declared.map((output) => ({ output, binary: binaryOutput }));
  const taken = new Set<unknown>();
  return outputs.map(({ name, parameters }, index) => {
    const path = `outputs[${String(index)}].name`;
    const output = declared.find((candidate) => candidate.name === name);
    if (output === undefined) throw badTensor(path, `the model has no such output: it has ${declared.map((candidate) => candidate.name).join(', ')}`);
    // A small request would have a large answer as often as it likes.
    if (taken.has(name)) throw badTensor(path, `the output ${output.name} is asked for twice`);
    taken.add(name);
    const binary = parameters?.binary_data;
    return { output, binary: typeof binary === 'boolean' ? binary : binaryOutput };
  });
};

interface Answered {
  readonly model: ModelRef;
  readonly id: unknown;
  readonly wanted: readonly Wanted[];
  readonly fetched: Fetched;
}

/** The body of the response; `headerLength` is null when all of it is JSON. */
export const inferResponse = ({ model, id, wanted, fetched }: Answered): { readonly bytes: Uint8Array; readonly headerLength: number | null } => {
  const parts: Uint8Array[] = [];
  const texts = wanted.map(({ output, binary }) => {
    const { data, dims } = fetched[output.name] as Tensor;
    const head = `{"name":${JSON.stringify(output.name)},"datatype":"${output.datatype}","shape":[${dims.join(',')}],`;
    if (!binary) return `${head}"data":${toJson(data as TensorData, output.datatype)}}`;
    const bytes = toBinary(data as TensorData);
    parts.push(bytes);
    return `${head}"parameters":{"binary_data_size":${String(bytes.byteLength)}}}`;
  });
  const idText = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  const json = Buffer.from(`{"model_name":${JSON.stringify(model.name)},"model_version":${JSON.stringify(model.version)},${idText}"outputs":[${texts.join(',')}]}`);
  return parts.length === 0 ? { bytes: json, headerLength: null } : { bytes: Buffer.concat([json, ...parts]), headerLength: json.byteLength };
};
