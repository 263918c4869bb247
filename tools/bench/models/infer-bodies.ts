import { FEATURES } from './made-up-trees';

const INPUT = 'numbers';

export interface InferBody {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const tensor = (rows: number) => ({ name: INPUT, shape: [rows, FEATURES.length], datatype: 'FP32' });
const rowsOf = (values: Float32Array): number => values.length / FEATURES.length;

/** JSON and raw bytes; the answer in raw bytes too. */
export const binaryBody = (values: Float32Array): InferBody => {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const input = { ...tensor(rowsOf(values)), parameters: { binary_data_size: bytes.byteLength } };
  const json = Buffer.from(JSON.stringify({ inputs: [input], parameters: { binary_data_output: true } }));
  return { body: Buffer.concat([json, bytes]), headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(json.byteLength) } };
};

export const jsonBody = (values: Float32Array): InferBody => ({
  body: Buffer.from(JSON.stringify({ id: 'bench', inputs: [{ ...tensor(rowsOf(values)), data: [...values] }] })),
  headers: { 'content-type': 'application/json' },
});
