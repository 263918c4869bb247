import type { ModelMetadata } from '@ml/contracts/model-metadata';
import { encodeModel } from '@ml/domain/onnx/encode-model';
import type { OnnxModel, OnnxTensor } from '@ml/domain/onnx/onnx-model';

const OPSETS = [
  { domain: '', version: 17 },
  { domain: 'ai.onnx.ml', version: 3 },
];

/** y = a + 10 b + offset; `ballast` bytes of weights that nothing depends on make it as large as wanted. */
export const linearModel = (offset: number, ballast = 0): OnnxModel => {
  const weight: OnnxTensor = { name: 'w', type: 'float', dims: [2, 1], values: Float32Array.of(1, 10) };
  const bias: OnnxTensor = { name: 'c', type: 'float', dims: [1], values: Float32Array.of(offset) };
  const heavy: OnnxTensor = { name: 'heavy', type: 'float', dims: [ballast >> 2], values: new Float32Array(ballast >> 2).fill(1) };
  return {
    opsets: OPSETS,
    graph: {
      name: 'linear',
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], outputs: ['p'] },
        { op: 'Add', inputs: ['p', 'c'], outputs: [ballast > 0 ? 'q' : 'y'] },
        ...(ballast > 0
          ? [
              // Known only at run time, so that the runtime cannot drop the weights.
              { op: 'Cast', inputs: ['x'], outputs: ['whole'], attributes: { to: { int: 7 } } },
              { op: 'Clip', inputs: ['whole', 'first', 'first'], outputs: ['index'] },
              { op: 'Gather', inputs: ['heavy', 'index'], outputs: ['ones'] },
              { op: 'ReduceMax', inputs: ['ones'], outputs: ['one'], attributes: { keepdims: { int: 0 } } },
              { op: 'Mul', inputs: ['q', 'one'], outputs: ['y'] },
            ]
          : []),
      ],
      initializers: [weight, bias, ...(ballast > 0 ? [heavy, { name: 'first', type: 'int64' as const, dims: [], values: [0] }] : [])],
      inputs: [{ name: 'x', type: 'float', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 1] }],
    },
  };
};

/** Of a linear model, with four rows whose answers are known. */
export const linearMetadata = (offset: number): ModelMetadata => ({
  schema: 1,
  model_type: 'spot_price_predictor',
  task: 'regression',
  target: 'a + 10 b',
  trained_until: '2026-11-01',
  trained_at: '2026-11-01T00:00:00Z',
  horizon_hours: null,
  inputs: [{ name: 'x', datatype: 'FP32', features: ['a', 'b'] }],
  outputs: [{ name: 'y', datatype: 'FP32', columns: ['y'] }],
  golden: [
    [0, 0],
    [1, 0],
    [0, 1],
    [3, -2],
  ].map(([a = 0, b = 0]) => ({ row: [a, b], output: [a + 10 * b + offset] })),
  tolerance: 1e-5,
  reference: {},
  metrics: {},
  baseline: { name: 'none', metrics: {}, beaten: true },
  training: { rows: 4, seed: 1, hyperparameters: {} },
});

export const linearBytes = (offset: number, ballast = 0): Uint8Array => encodeModel(linearModel(offset, ballast));

/** Zero for zeros, after many products of large matrices: seconds for tens of thousands of rows, milliseconds for one. */
export const slowBytes = (): Uint8Array => {
  const [width, layers] = [1_000, 24];
  const names = Array.from({ length: layers + 1 }, (_, layer) => `h${String(layer)}`);
  return encodeModel({
    opsets: OPSETS,
    graph: {
      name: 'slow',
      nodes: [
        { op: 'MatMul', inputs: ['x', 'in'], outputs: ['h0'] },
        ...names.slice(1).map((name, layer) => ({ op: 'MatMul', inputs: [`h${String(layer)}`, 'w'], outputs: [name] })),
        { op: 'MatMul', inputs: [`h${String(layers)}`, 'out'], outputs: ['y'] },
      ],
      initializers: [
        { name: 'in', type: 'float', dims: [2, width], values: new Float32Array(2 * width) },
        { name: 'w', type: 'float', dims: [width, width], values: new Float32Array(width * width) },
        { name: 'out', type: 'float', dims: [width, 1], values: new Float32Array(width) },
      ],
      inputs: [{ name: 'x', type: 'float', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 1] }],
    },
  });
};
