import type { ModelInput } from '@ml/contracts/model-metadata';
import { badTensor } from '../bad-tensor';
import type { InferRequestJson } from './infer-request';
import { BYTES_EACH } from './tensor-data';

/** A request without JSON, told by a header length of 0: nothing but the bytes of the only input; the answer is binary too. @throws AppError BAD_TENSOR */
export const rawRequest = (body: Uint8Array, inputs: readonly ModelInput[]): InferRequestJson => {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1 || input.datatype === 'BYTES') throw badTensor('inputs', 'raw bytes are for models with one input that is not of texts: send JSON before them');
  const { name, datatype, features } = input;
  const rowBytes = features.length * BYTES_EACH[datatype];
  if (body.byteLength % rowBytes !== 0) throw badTensor('inputs', `a row takes ${String(rowBytes)} bytes, ${String(body.byteLength)} came`);
  const shape = [body.byteLength / rowBytes, features.length];
  return { inputs: [{ name, datatype, shape, parameters: { binary_data_size: body.byteLength } }], outputs: [], binaryOutput: true, binary: body };
};
