import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encodeModel } from './encode-model';
import type { OnnxModel } from './onnx-model';

const SUM: OnnxModel = {
  opsets: [
    { domain: '', version: 17 },
    { domain: 'ai.onnx.ml', version: 3 },
  ],
  producer: 'spec',
  graph: {
    name: 'sum',
    nodes: [
      { op: 'LabelEncoder', domain: 'ai.onnx.ml', inputs: ['text'], outputs: ['code'], attributes: { keys_strings: { strings: ['a', 'ü'] }, values_floats: { floats: [1, 2] }, default_float: { float: -1 } } },
      { op: 'Concat', inputs: ['x', 'code'], outputs: ['both'], attributes: { axis: { int: 1 } } },
      { op: 'Cast', inputs: ['both'], outputs: ['wide'], attributes: { to: { int: 11 } } },
      { op: 'MatMul', inputs: ['wide', 'weights'], outputs: ['product'] },
      { op: 'Constant', inputs: [], outputs: ['axes'], attributes: { value: { tensor: { name: 'axes', type: 'int64', dims: [1], values: [-1] } } } },
      { op: 'ReduceSum', inputs: ['product', 'axes'], outputs: ['y'], attributes: { keepdims: { int: 1 } } },
    ],
    initializers: [{ name: 'weights', type: 'double', dims: [3, 2], values: Float64Array.of(1, 0.5, 10, 0, 100, 0) }],
    inputs: [
      { name: 'x', type: 'float', shape: ['N', 2] },
      { name: 'text', type: 'string', shape: ['N', 1] },
    ],
    outputs: [{ name: 'y', type: 'double', shape: ['N', 1] }],
  },
};

describe('encodeModel', () => {
  it('writes what onnxruntime loads and runs', async () => {
    const session = await InferenceSession.create(encodeModel(SUM));
    const { y } = await session.run({
      x: new Tensor('float32', Float32Array.of(1, 2, 3, 4), [2, 2]),
      text: new Tensor('string', ['ü', 'other'], [2, 1]),
    });
    expect([...(y?.data as Float64Array)]).toEqual([1.5 + 20 + 200, 4.5 + 40 - 100]);
    expect(session.inputMetadata.map((input) => (input.isTensor ? input.shape : []))).toEqual([['N', 2], ['N', 1]]);
    await session.release();
  });

  it('writes the same bytes for the same model', () => {
    expect(encodeModel(SUM)).toEqual(encodeModel(SUM));
  });

  it('writes negative and large integers as protobuf has them', async () => {
    const model: OnnxModel = {
      opsets: [{ domain: '', version: 17 }],
      graph: {
        name: 'numbers',
        nodes: [{ op: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
        initializers: [{ name: 'c', type: 'int64', dims: [3], values: BigInt64Array.of(-1n, 2n ** 40n, -(2n ** 50n)) }],
        inputs: [{ name: 'x', type: 'int64', shape: ['N', 3] }],
        outputs: [{ name: 'y', type: 'int64', shape: ['N', 3] }],
      },
    };
    const session = await InferenceSession.create(encodeModel(model));
    const { y } = await session.run({ x: new Tensor('int64', BigInt64Array.of(0n, 0n, 0n), [1, 3]) });
    expect([...(y?.data as BigInt64Array)]).toEqual([-1n, 2n ** 40n, -(2n ** 50n)]);
    await session.release();
  });
});
