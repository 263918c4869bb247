import type { ModelMetadata, ModelType } from '@ml/contracts/model-metadata';
import { encodeModel } from '@ml/domain/onnx/encode-model';

export interface Line {
  readonly slope: number;
  readonly features?: readonly string[];
  readonly type?: ModelType;
  /** Makes the file larger without changing what it computes. */
  readonly ballast?: number;
}

/** y = slope * (sum of the features). */
export const lineModel = ({ slope, features = ['a', 'b'], ballast = 0 }: Line): Uint8Array =>
  encodeModel({
    opsets: [{ domain: '', version: 13 }],
    graph: {
      name: 'line',
      nodes: [{ op: 'MatMul', inputs: ['x', 'slopes'], outputs: ['y'] }],
      initializers: [
        { name: 'slopes', type: 'float', dims: [features.length, 1], values: new Float32Array(features.length).fill(slope) },
        ...(ballast === 0 ? [] : [{ name: 'ballast', type: 'float' as const, dims: [ballast], values: new Float32Array(ballast) }]),
      ],
      inputs: [{ name: 'x', type: 'float', shape: ['N', features.length] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', 1] }],
    },
  });

export const lineMetadata = ({ slope, features = ['a', 'b'], type = 'waste_predictor' }: Line): ModelMetadata => ({
  schema: 1,
  model_type: type,
  task: 'regression',
  target: 'y, without a unit',
  trained_until: '2025-10-31',
  trained_at: '2025-11-01T00:00:00Z',
  horizon_hours: null,
  inputs: [{ name: 'x', datatype: 'FP32', features: [...features] }],
  outputs: [{ name: 'y', datatype: 'FP32', columns: ['y'] }],
  golden: Array.from({ length: 16 }, (_, index) => ({ row: features.map(() => index), output: [slope * index * features.length] })),
  tolerance: 1e-5,
  reference: Object.fromEntries(features.map((feature) => [feature, [0, 1, 2]])),
  metrics: { mae: 0.5, rmse: 0.7 },
  baseline: { name: 'mean', metrics: { mae: 1, rmse: 1.2 }, beaten: true },
  training: { rows: 100, seed: 1, hyperparameters: { rounds: 1 } },
});
