import { InferenceSession } from 'onnxruntime-node';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelMetadata, TensorType } from '@ml/contracts/model-metadata';
import { encodeModel } from '@ml/domain/onnx/encode-model';
import { ELEMENT_OF } from '@ml/domain/onnx/tensor-types';
import { linearMetadata } from '../../test/tiny-models';
import type { Fetched, Session } from '../session';
import { answerInfer } from './answer-infer';

const TYPES: readonly TensorType[] = ['FP32', 'FP64', 'INT32', 'INT64', 'BOOL', 'BYTES'];
const model = { id: 'i', name: 'echo', version: '1' };

/** Gives every input back as it came: two columns of each type. */
const metadata: ModelMetadata = {
  ...linearMetadata(0),
  inputs: TYPES.map((datatype) => ({ name: `in_${datatype}`, datatype, features: [`${datatype}_a`, `${datatype}_b`] })),
  outputs: TYPES.map((datatype) => ({ name: `out_${datatype}`, datatype, columns: [`${datatype}_a`, `${datatype}_b`] })),
};

const value = (name: string, datatype: TensorType) => ({ name, type: ELEMENT_OF[datatype], shape: ['N', 2] });
const bytes = encodeModel({
  opsets: [{ domain: '', version: 17 }],
  graph: {
    name: 'echo',
    nodes: TYPES.map((datatype) => ({ op: 'Identity', inputs: [`in_${datatype}`], outputs: [`out_${datatype}`] })),
    inputs: TYPES.map((datatype) => value(`in_${datatype}`, datatype)),
    outputs: TYPES.map((datatype) => value(`out_${datatype}`, datatype)),
  },
});

const ROW: Readonly<Record<TensorType, readonly unknown[]>> = {
  FP32: [1.5, -2],
  FP64: [0.1, 1e300],
  INT32: [-5, 7],
  INT64: [2 ** 53 - 1, -3],
  BOOL: [true, false],
  BYTES: ['ü', ''],
};

interface JsonTensor {
  name: string;
  shape: unknown;
  datatype: string;
  data?: unknown;
  parameters?: { binary_data_size: number };
}

const jsonInputs = (): JsonTensor[] => TYPES.map((datatype) => ({ name: `in_${datatype}`, shape: [1, 2], datatype, data: ROW[datatype] }));

let session: Session;
beforeAll(async () => {
  const opened = await InferenceSession.create(bytes);
  session = { run: async (feeds, outputs) => (await opened.run(feeds, outputs)) as Fetched };
});

const ask = (body: object | Uint8Array, headerLength: number | null = null) =>
  answerInfer({ session, metadata, request: { kind: 'infer', headerLength, model, sampleRows: 10 }, body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)) });

const textOf = (answer: { bytes: Uint8Array; headerLength: number | null }): string => Buffer.from(answer.bytes.subarray(0, answer.headerLength ?? undefined)).toString();

interface Reply {
  id?: string;
  outputs: { name: string; datatype: TensorType; shape: number[]; data: unknown[]; parameters?: { binary_data_size: number } }[];
}
const parsed = (answer: { bytes: Uint8Array; headerLength: number | null }): Reply => JSON.parse(textOf(answer)) as Reply;

describe('answerInfer', () => {
  it('gives every type back in JSON, with the id, and shows the log the rows', async () => {
    const answer = await ask({ id: 'r-1', inputs: jsonInputs() });
    expect(parsed(answer)).toMatchObject({ model_name: 'echo', model_version: '1', id: 'r-1' });
    expect(parsed(answer).outputs).toEqual(TYPES.map((datatype) => ({ name: `out_${datatype}`, datatype, shape: [1, 2], data: ROW[datatype] })));
    expect(answer).toMatchObject({ rows: 1, headerLength: null, sample: { input: [[1.5, -2, 0.1, 1e300, -5, 7, 2 ** 53 - 1, -3, 1, 0, 'ü', '']] } });
    expect(answer.sample.output).toEqual([[1.5, -2, 0.1, 1e300, -5, 7, 2 ** 53 - 1, -3, 1, 0]]);
  });

  it('shows the log no more of a text than its beginning', async () => {
    const answer = await ask({ inputs: jsonInputs().map((input) => (input.datatype === 'BYTES' ? { ...input, data: ['x'.repeat(1_000_000), ''] } : input)) });
    expect(answer.sample.input[0]?.at(-2)).toBe('x'.repeat(256));
  });

  it('shows the log few rows of a model with many features', async () => {
    const features = Array.from({ length: 5_000 }, (_, index) => `f${String(index)}`);
    const wide = { ...metadata, inputs: [{ name: 'x', datatype: 'FP32' as const, features }], outputs: [{ name: 'y', datatype: 'FP32' as const, columns: features }] };
    const same: Session = { run: (feeds) => Promise.resolve({ y: feeds['x']! }) };
    const { rows, sample } = await answerInfer({ session: same, metadata: wide, request: { kind: 'infer', headerLength: 0, model, sampleRows: 100 }, body: new Uint8Array(10 * 5_000 * 4) });
    expect([rows, sample.input.length, sample.output.length]).toEqual([10, 2, 2]);
  });

  it('takes nested data, null as unknown, and many rows', async () => {
    const inputs = jsonInputs().map((tensor) => ({ ...tensor, shape: [2, 2], data: [tensor.data, tensor.data] }));
    inputs[0]!.data = [
      [null, 1],
      [2, 3],
    ];
    expect(parsed(await ask({ inputs })).outputs[0]).toMatchObject({ shape: [2, 2], data: [null, 1, 2, 3] });
  });

  it('answers only what is wanted, in the form that is wanted', async () => {
    const outputs = [{ name: 'out_INT64' }, { name: 'out_FP32', parameters: { binary_data: true } }];
    const answer = await ask({ inputs: jsonInputs(), outputs });
    expect(parsed(answer).outputs).toEqual([
      { name: 'out_INT64', datatype: 'INT64', shape: [1, 2], data: ROW.INT64 },
      { name: 'out_FP32', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } },
    ]);
    expect(new Uint8Array(answer.bytes.subarray(answer.headerLength!))).toEqual(new Uint8Array(Float32Array.of(1.5, -2).buffer));
  });

  it('takes and gives every type in binary, and any bytes of JSON before them', async () => {
    const text = (content: string) => [...new Uint8Array(Uint32Array.of(Buffer.byteLength(content)).buffer), ...Buffer.from(content)];
    const raw = [Float32Array.of(1.5, -2), Float64Array.of(0.1, 1e300), Int32Array.of(-5, 7), BigInt64Array.of(2n ** 60n, -3n), Uint8Array.of(1, 0), Uint8Array.from([...text('ü'), ...text('')])];
    const tensors = raw.map(({ buffer }) => new Uint8Array(buffer));
    for (const padding of ['', ' ', '  ']) {
      const inputs = jsonInputs().map(({ data, ...tensor }, index) => ({ ...tensor, parameters: { binary_data_size: tensors[index]!.byteLength } }));
      const json = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }) + padding);
      const answer = await ask(Buffer.concat([json, ...tensors]), json.byteLength);
      expect(parsed(answer).outputs.map(({ parameters }) => parameters?.binary_data_size)).toEqual(tensors.map(({ byteLength }) => byteLength));
      expect(new Uint8Array(answer.bytes.subarray(answer.headerLength!))).toEqual(Uint8Array.from(Buffer.concat(tensors)));
    }
  });

  it('keeps all digits of a 64-bit integer', async () => {
    const inputs: JsonTensor[] = jsonInputs().map((tensor) => (tensor.datatype === 'INT64' ? { name: tensor.name, shape: [1, 2], datatype: 'INT64', parameters: { binary_data_size: 16 } } : tensor));
    const json = Buffer.from(JSON.stringify({ inputs }));
    const body = Buffer.concat([json, new Uint8Array(BigInt64Array.of(2n ** 60n + 1n, 0n).buffer)]);
    expect(textOf(await ask(body, json.byteLength))).toContain('[1152921504606846977,0]');
  });

  it.each<[string, string, (inputs: JsonTensor[]) => unknown]>([
    ['inputs', 'a missing input', (inputs) => inputs.slice(1)],
    ['inputs', 'no list', () => 7],
    ['inputs[0]', 'no object', () => ['x']],
    ['inputs[6].name', 'an input twice', (inputs) => [...inputs, inputs[0]]],
    ['inputs[0].name', 'an unknown input', (inputs) => [{ ...inputs[0]!, name: 'toString' }, ...inputs.slice(1)]],
    ['inputs[0].datatype', 'another type', (inputs) => [{ ...inputs[0]!, datatype: 'FP64' }, ...inputs.slice(1)]],
    ['inputs[0].shape', 'another width', (inputs) => [{ ...inputs[0]!, shape: [1, 3] }, ...inputs.slice(1)]],
    ['inputs[0].shape', 'one dimension', (inputs) => [{ ...inputs[0]!, shape: [2] }, ...inputs.slice(1)]],
    ['inputs[0].shape', 'no rows', (inputs) => [{ ...inputs[0]!, shape: [0, 2], data: [] }, ...inputs.slice(1)]],
    ['inputs[0].shape', 'more rows than data', (inputs) => [{ ...inputs[0]!, shape: [1e9, 2] }, ...inputs.slice(1)]],
    ['inputs[1].shape', 'different numbers of rows', (inputs) => [inputs[0], { ...inputs[1]!, shape: [2, 2], data: [1, 2, 3, 4] }, ...inputs.slice(2)]],
    ['inputs[0].data', 'no data', (inputs) => [{ ...inputs[0]!, data: 'abc' }, ...inputs.slice(1)]],
    ['inputs[0].data[1]', 'a text for a number', (inputs) => [{ ...inputs[0]!, data: [1, '2'] }, ...inputs.slice(1)]],
    ['inputs[2].data[0]', 'a fraction for an integer', (inputs) => [...inputs.slice(0, 2), { ...inputs[2]!, data: [1.5, 2] }, ...inputs.slice(3)]],
    ['inputs[2].data[0]', 'an integer of more than 32 bits', (inputs) => [...inputs.slice(0, 2), { ...inputs[2]!, data: [2 ** 31, 2] }, ...inputs.slice(3)]],
    ['inputs[3].data[0]', 'an integer that JSON has rounded', (inputs) => [...inputs.slice(0, 3), { ...inputs[3]!, data: [2 ** 60, 2] }, ...inputs.slice(4)]],
    ['inputs[0].parameters.binary_data_size', 'bytes that are not there', (inputs) => [{ ...inputs[0]!, data: undefined, parameters: { binary_data_size: 8 } }, ...inputs.slice(1)]],
  ])('refuses at %s %s', async (path, _, change) => {
    await expect(ask({ inputs: change(jsonInputs()) })).rejects.toMatchObject({ code: 'BAD_TENSOR', path });
  });

  it('refuses lists within lists, rows of another width, and more lists than a parser can bear', async () => {
    const withData = (data: unknown) => ({ inputs: jsonInputs().map((tensor, index) => (index === 0 ? { ...tensor, data } : tensor)) });
    await expect(ask(withData([[1, [2]]]))).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs[0].data[1]' });
    await expect(ask(withData([[1, 2], [3]]))).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs[0].data[1]' });
    const deep = (depth: number) => ask(Buffer.from(`{"inputs":${'['.repeat(depth)}${']'.repeat(depth)}}`));
    await expect(deep(100_000)).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs[0]' });
    await expect(deep(2_000_001)).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs' });
  });

  it('takes null for what is left out, as some clients write it', async () => {
    const inputs = jsonInputs().map((tensor) => ({ ...tensor, parameters: null }));
    expect(parsed(await ask({ id: null, parameters: null, outputs: null, inputs }))).not.toHaveProperty('id');
  });

  it('gives each output once', async () => {
    const twice = [{ name: 'out_FP32' }, { name: 'out_FP32' }];
    await expect(ask({ inputs: jsonInputs(), outputs: twice })).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'outputs[1].name' });
  });

  it('takes nothing but bytes for the only input, and answers in bytes', async () => {
    const one = { ...metadata, inputs: [{ name: 'constructor', datatype: 'FP32' as const, features: ['a', 'b'] }], outputs: [{ name: 'y', datatype: 'FP32' as const, columns: ['a', 'b'] }] };
    const same: Session = { run: (feeds) => Promise.resolve({ y: feeds['constructor']! }) };
    const raw = (numbers: readonly number[], of: ModelMetadata = one) =>
      answerInfer({ session: same, metadata: of, request: { kind: 'infer', headerLength: 0, model, sampleRows: 1 }, body: new Uint8Array(Float32Array.from(numbers).buffer) });
    const answer = await raw([1, 2, 3, 4]);
    expect(parsed(answer).outputs).toEqual([{ name: 'y', datatype: 'FP32', shape: [2, 2], parameters: { binary_data_size: 16 } }]);
    expect(new Float32Array(new Uint8Array(answer.bytes.subarray(answer.headerLength!)).buffer)).toEqual(Float32Array.of(1, 2, 3, 4));
    await expect(raw([1, 2, 3])).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs' });
    await expect(raw([])).rejects.toMatchObject({ code: 'BAD_TENSOR' });
    await expect(raw([1, 2], metadata)).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs' });
    await expect(raw([1, 2], { ...one, outputs: [{ ...one.outputs[0]!, columns: ['a'] }] })).rejects.toMatchObject({ code: 'MODEL_FAILED', retryable: false });
  });

  it('refuses what is no JSON, lengths that do not fit and unknown outputs', async () => {
    await expect(ask(Buffer.from('{'))).rejects.toMatchObject({ code: 'BAD_JSON' });
    await expect(ask(Buffer.from('[]'))).rejects.toMatchObject({ code: 'BAD_JSON' });
    await expect(ask(Buffer.from('{}'), 90)).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'Inference-Header-Content-Length' });
    await expect(ask({ inputs: jsonInputs(), outputs: [{ name: 'none' }] })).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'outputs[0].name' });
    const json = Buffer.from(JSON.stringify({ inputs: jsonInputs() }));
    await expect(ask(Buffer.concat([json, Buffer.alloc(3)]), json.byteLength)).rejects.toMatchObject({ code: 'BAD_TENSOR', path: 'inputs' });
  });

  it('answers or refuses by name whatever bits of a request are flipped', async () => {
    const json = Buffer.from(JSON.stringify({ inputs: jsonInputs() }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(json.byteLength - 1), fc.nat(7)), { minLength: 1, maxLength: 4 }), async (flips) => {
        const damaged = Buffer.from(json);
        for (const [at, bit] of flips) damaged[at] = damaged[at]! ^ (1 << bit);
        const outcome = await ask(damaged).then(
          () => 'answered',
          (error: { code?: string }) => error.code,
        );
        expect(['answered', 'BAD_JSON', 'BAD_TENSOR']).toContain(outcome);
      }),
      { numRuns: 100 },
    );
  });
});
