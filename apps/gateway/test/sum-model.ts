import { encodeModel } from '@ml/domain/onnx/encode-model';
import type { OnnxNode } from '@ml/domain/onnx/onnx-model';

/** slope * (a + b), and what is declared of it. */
export const sumModel = (slope: number, nodes: readonly OnnxNode[] = []): Uint8Array =>
  encodeModel({
    opsets: [{ domain: '', version: 13 }],
    graph: {
      name: 'sum',
      nodes: [{ op: 'MatMul', inputs: ['x', 'slopes'], outputs: ['y'] }, ...nodes],
      initializers: [{ name: 'slopes', type: 'float', dims: [2, 1], values: Float32Array.of(slope, slope) }],
      inputs: [{ name: 'x', type: 'float', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 1] }],
    },
  });

export const sumMetadata = (slope: number, features: readonly string[] = ['a', 'b']): object => ({
  schema: 1,
  model_type: 'spot_price_predictor',
  task: 'regression',
  target: 'USD an hour',
  trained_until: '2026-10-31',
  trained_at: '2026-11-01T00:00:00Z',
  horizon_hours: null,
  inputs: [{ name: 'x', datatype: 'FP32', features }],
  outputs: [{ name: 'y', datatype: 'FP32', columns: ['price'] }],
  golden: Array.from({ length: 16 }, (_, index) => ({ row: features.map(() => index), output: [slope * index * features.length] })),
  tolerance: 1e-5,
  reference: Object.fromEntries(features.map((feature) => [feature, [0, 1, 2]])),
  metrics: { mae: 0.5 },
  baseline: { name: 'last price', metrics: { mae: 1 }, beaten: true },
  training: { rows: 100, seed: 1, hyperparameters: { rounds: 1 } },
});
