import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInterface, readInputs, readOutputs } from './check-interface';
import { encodeModel } from './encode-model';
import { ONNX_FAULTS, OnnxFault } from './onnx-fault';
import type { OnnxModel, OnnxNode } from './onnx-model';
import type { ByteSource } from './proto-reader';
import { ProtoWriter } from './proto-writer';
import { readHeader } from './read-header';

const ADD: OnnxNode = { op: 'Add', inputs: ['x', 'c'], outputs: ['y'] };

const model = (changes: Partial<OnnxModel['graph']> = {}, rest: Partial<OnnxModel> = {}): OnnxModel => ({
  opsets: [
    { domain: '', version: 17 },
    { domain: 'ai.onnx.ml', version: 3 },
  ],
  graph: {
    name: 'g',
    nodes: [ADD, { op: 'Scaler', domain: 'ai.onnx.ml', inputs: ['y'], outputs: ['z'], attributes: { offset: { floats: [1, 2] } } }],
    initializers: [{ name: 'c', type: 'float', dims: [1, 3], values: Float32Array.of(1, 2, 3) }],
    inputs: [
      { name: 'x', type: 'float', shape: ['N', 3] },
      { name: 'c', type: 'float', shape: [1, 3] },
    ],
    outputs: [{ name: 'z', type: 'float', shape: ['N', 3] }],
    ...changes,
  },
  ...rest,
});

/** Throws as a file system would when somebody reads outside the file. */
const strict = (bytes: Uint8Array): ByteSource => ({
  size: bytes.byteLength,
  read: (offset, length) => {
    if (offset < 0 || length < 0 || offset + length > bytes.byteLength) throw new RangeError(`${offset} + ${length} of ${bytes.byteLength}`);
    return bytes.subarray(offset, offset + length);
  },
});

const reasonOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof OnnxFault) return error.reason;
    throw error;
  }
  return 'none';
};

const refused = (bad: OnnxModel): string => reasonOf(() => readHeader(strict(encodeModel(bad))));
/** A node whose attribute holds a message with one field in it, and no type. */
const attribute = (graph: ProtoWriter, kind: number, field: number): void =>
  graph.message(1, (node) => {
    node.text(4, 'Add');
    node.message(5, (inner) => inner.message(kind, (held) => held.message(field, (deep) => deep.message(13, (entry) => entry.text(1, 'location')))));
  });
const withNode = (node: OnnxNode): OnnxModel => model({ nodes: [ADD, node] });

describe('readHeader', () => {
  it('says inputs, outputs, operator sets and operators, without the tensors of the model itself', () => {
    expect(readHeader(strict(encodeModel(model())))).toEqual({
      irVersion: 8,
      opsets: [
        { domain: '', version: 17 },
        { domain: 'ai.onnx.ml', version: 3 },
      ],
      inputs: [{ name: 'x', type: 'float', shape: [null, 3] }],
      outputs: [{ name: 'z', type: 'float', shape: [null, 3] }],
      operators: ['Add', 'ai.onnx.ml:Scaler'],
    });
  });

  it('does not read the weights', () => {
    const weights = new Float32Array(1_000_000);
    const bytes = encodeModel(model({ initializers: [{ name: 'c', type: 'float', dims: [1_000_000], values: weights }] }));
    let read = 0;
    const counted: ByteSource = { size: bytes.byteLength, read: (offset, length) => ((read += length), strict(bytes).read(offset, length)) };
    expect(readHeader(counted).inputs).toHaveLength(1);
    expect(read).toBeLessThan(300_000);
  });

  it.each([
    ['a loop', 'OPERATOR_NOT_ALLOWED', withNode({ op: 'Loop', inputs: [], outputs: ['l'], attributes: { body: { graph: model().graph } } })],
    ['a branch', 'OPERATOR_NOT_ALLOWED', withNode({ op: 'If', inputs: [], outputs: ['l'], attributes: { then_branch: { graph: model().graph } } })],
    ['a scan', 'OPERATOR_NOT_ALLOWED', withNode({ op: 'Scan', inputs: [], outputs: ['l'] })],
    ['a sequence', 'OPERATOR_NOT_ALLOWED', withNode({ op: 'SequenceMap', inputs: [], outputs: ['l'] })],
    ['a graph inside a harmless operator', 'OPERATOR_NOT_ALLOWED', withNode({ op: 'Add', inputs: [], outputs: ['l'], attributes: { body: { graph: model().graph } } })],
    ['an operator of somebody else', 'CUSTOM_DOMAIN', withNode({ op: 'Add', domain: 'com.example', inputs: [], outputs: ['l'] })],
    ['the name of a property of every object as a domain', 'CUSTOM_DOMAIN', withNode({ op: 'Add', domain: 'constructor', inputs: [], outputs: ['l'] })],
    ['weights in another file', 'EXTERNAL_DATA', model({ initializers: [{ name: 'c', type: 'external', dims: [3], file: '../../secret' }] })],
    ['a constant in another file', 'EXTERNAL_DATA', withNode({ op: 'Constant', inputs: [], outputs: ['k'], attributes: { value: { tensor: { name: 'k', type: 'external', dims: [3], file: 'k' } } } })],
    ['functions', 'HAS_FUNCTIONS', model({}, { functions: [{ name: 'f', domain: 'own', inputs: ['a'], outputs: ['b'], nodes: [ADD] }] })],
    ['no node at all', 'NOT_ONNX', model({ nodes: [] })],
    ['a name of 5,000 letters', 'TOO_COMPLEX', withNode({ op: 'A'.repeat(5_000), inputs: [], outputs: ['l'] })],
  ])('refuses %s', (_, reason, bad) => {
    expect(refused(bad)).toBe(reason);
  });

  it.each([
    ['an empty file', 'TRUNCATED', []],
    ['a pickle', 'PICKLE', [0x80, 0x04, 0x95]],
    ['a checkpoint of PyTorch', 'PICKLE', [0x50, 0x4b, 3, 4, ...new TextEncoder().encode('archive/data.pkl')]],
    ['another zip', 'NOT_ONNX', [0x50, 0x4b, 3, 4, 0]],
    ['HDF5', 'NOT_ONNX', [0x89, 0x48, 0x44, 0x46]],
    ['gzip', 'NOT_ONNX', [0x1f, 0x8b, 8]],
    ['text', 'NOT_ONNX', [...new TextEncoder().encode('hello, I am a model of great quality')]],
    ['zeros', 'NOT_ONNX', [0, 0, 0, 0]],
    ['a number without end', 'NOT_ONNX', [8, ...Array.from({ length: 30 }, () => 0xff)]],
  ])('refuses %s', (_, reason, bytes) => {
    expect(reasonOf(() => readHeader(strict(Uint8Array.from(bytes))))).toBe(reason);
  });

  it.each<[string, string, (writer: ProtoWriter) => void]>([
    ['functions behind a tag whose upper bits the runtime drops', 'NOT_ONNX', (writer) => writer.raw(25 + 2 ** 29, Uint8Array.of(1))],
    ['another place for data whose upper bits the runtime drops', 'EXTERNAL_DATA', (writer) => writer.message(7, (graph) => graph.message(5, (tensor) => tensor.int(14, 2 ** 32 + 1)))],
    ['data of another file in a list of tensors', 'EXTERNAL_DATA', (writer) => writer.message(7, (graph) => attribute(graph, 10, 13))],
    ['data of another file in a sparse tensor', 'EXTERNAL_DATA', (writer) => writer.message(7, (graph) => attribute(graph, 23, 2))],
    ['a graph in an attribute of a type that nobody knows', 'OPERATOR_NOT_ALLOWED', (writer) => writer.message(7, (graph) => attribute(graph, 6, 1))],
    ['a graph for training', 'HAS_FUNCTIONS', (writer) => writer.raw(20, Uint8Array.of())],
    ['two inputs of one name', 'NOT_ONNX', (writer) => writer.message(7, (graph) => graph.message(11, (value) => value.text(1, 'x')))],
  ])('refuses %s', (_, reason, more) => {
    const writer = new ProtoWriter();
    more(writer);
    expect(reasonOf(() => readHeader(strict(Uint8Array.of(...encodeModel(model()), ...writer.finish()))))).toBe(reason);
  });

  it('refuses a file wherever it is cut', () => {
    const bytes = encodeModel(model());
    for (let length = 0; length < bytes.byteLength; length += 1) {
      const reason = reasonOf(() => readHeader(strict(bytes.subarray(0, length))));
      // Behind the first set of operators the rest is only a second one.
      if (length < bytes.byteLength - 20) expect(['TRUNCATED', 'NOT_ONNX']).toContain(reason);
    }
  });

  it('answers or refuses by name whatever bits are flipped, and stays inside the file', () => {
    const bytes = encodeModel(model());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.byteLength - 1), fc.nat(7)), { minLength: 1, maxLength: 6 }), fc.nat(40), (flips, cut) => {
        const damaged = bytes.slice(0, bytes.byteLength - cut);
        for (const [at, bit] of flips) if (at < damaged.byteLength) damaged[at] = damaged[at]! ^ (1 << bit);
        expect(['none', ...ONNX_FAULTS]).toContain(reasonOf(() => readHeader(strict(damaged))));
      }),
      { numRuns: 500 },
    );
  });

  it('answers or refuses any bytes by name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['none', ...ONNX_FAULTS]).toContain(reasonOf(() => readHeader(strict(bytes))));
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkInterface', () => {
  const header = readHeader(strict(encodeModel(model())));
  const input = { name: 'x', datatype: 'FP32', features: ['a', 'b', 'c'] } as const;
  const output = { name: 'z', datatype: 'FP32', columns: ['p', 'q', 'r'] } as const;
  const check = (changes: { input?: object; output?: object; inputs?: [] }): string =>
    reasonOf(() => checkInterface(header, { inputs: changes.inputs ?? [{ ...input, ...changes.input }], outputs: [{ ...output, ...changes.output }] }));

  it.each([
    ['none', {}],
    ['WRONG_WIDTH', { input: { features: ['a'] } }],
    ['WRONG_TYPE', { input: { datatype: 'FP64' } }],
    ['INPUT_UNKNOWN', { input: { name: 'other' } }],
    ['INPUT_UNKNOWN', { inputs: [] as [] }],
    ['WRONG_WIDTH', { output: { columns: ['p'] } }],
    ['WRONG_TYPE', { output: { datatype: 'BYTES' } }],
    ['OUTPUT_UNKNOWN', { output: { name: 'other' } }],
  ])('says %s', (reason, changes) => {
    expect(check(changes)).toBe(reason);
  });

  const inputShape = (shape: readonly (number | string)[]) => readHeader(strict(encodeModel(model({ inputs: [{ name: 'x', type: 'float', shape }] }))));

  it('refuses a fixed number of rows and anything but a table', () => {
    expect(reasonOf(() => checkInterface(inputShape([1, 3]), { inputs: [input], outputs: [output] }))).toBe('NO_BATCH_DIMENSION');
    expect(reasonOf(() => checkInterface(inputShape(['N']), { inputs: [input], outputs: [output] }))).toBe('WRONG_WIDTH');
    expect(reasonOf(() => checkInterface(inputShape(['N', 3, 2]), { inputs: [input], outputs: [output] }))).toBe('WRONG_WIDTH');
  });

  it('names the features of an undeclared model across its inputs', () => {
    const two = model({
      inputs: [
        { name: 'x', type: 'float', shape: ['N', 2] },
        { name: 't', type: 'string', shape: ['N', 1] },
      ],
    });
    expect(readInputs(readHeader(strict(encodeModel(two))))).toEqual([
      { name: 'x', datatype: 'FP32', features: ['f0', 'f1'] },
      { name: 't', datatype: 'BYTES', features: ['f2'] },
    ]);
    expect(reasonOf(() => readInputs(inputShape(['N', 'F'])))).toBe('WRONG_WIDTH');
    expect(reasonOf(() => readInputs(inputShape(['N', 2 ** 52])))).toBe('WRONG_WIDTH');
    expect(reasonOf(() => readInputs({ ...header, inputs: [] }))).toBe('INPUT_UNKNOWN');
    expect(reasonOf(() => readOutputs({ ...header, outputs: [] }))).toBe('OUTPUT_UNKNOWN');
  });
});
