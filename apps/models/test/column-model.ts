import type { ModelMetadata, ModelType } from '@ml/contracts/model-metadata';
import { encodeModel } from '@ml/domain/onnx/encode-model';

/** A model that looks at one feature: each answer is that times a factor, and something more. */
export interface ColumnModel {
  readonly type: ModelType;
  readonly features: readonly string[];
  readonly column: string;
  readonly columns: readonly string[];
  readonly factors: readonly number[];
  readonly more?: number;
  /** Below it the answers are no numbers. Golden rows lie above. */
  readonly nanBelow?: number;
}

export const columnModel = ({ features, column, columns, factors, more = 0, nanBelow = -1e6 }: ColumnModel): Uint8Array =>
  encodeModel({
    opsets: [{ domain: '', version: 13 }],
    graph: {
      name: 'column',
      nodes: [
        { op: 'Gather', inputs: ['x', 'place'], outputs: ['one'], attributes: { axis: { int: 1 } } },
        { op: 'Sub', inputs: ['one', 'least'], outputs: ['over'] },
        { op: 'Sqrt', inputs: ['over'], outputs: ['root'] },
        { op: 'Mul', inputs: ['root', 'zero'], outputs: ['nothing'] },
        { op: 'Mul', inputs: ['one', 'factors'], outputs: ['scaled'] },
        { op: 'Add', inputs: ['scaled', 'more'], outputs: ['sum'] },
        { op: 'Add', inputs: ['sum', 'nothing'], outputs: ['y'] },
      ],
      initializers: [
        { name: 'place', type: 'int64', dims: [1], values: [features.indexOf(column)] },
        { name: 'least', type: 'float', dims: [1], values: Float32Array.of(nanBelow) },
        { name: 'zero', type: 'float', dims: [1], values: Float32Array.of(0) },
        { name: 'factors', type: 'float', dims: [1, factors.length], values: Float32Array.from(factors) },
        { name: 'more', type: 'float', dims: [1], values: Float32Array.of(more) },
      ],
      inputs: [{ name: 'x', type: 'float', shape: ['N', features.length] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', columns.length] }],
    },
  });

export const columnMetadata = ({ type, features, columns, factors, more = 0, nanBelow = 0 }: ColumnModel, changes: Partial<ModelMetadata> = {}): ModelMetadata => ({
  schema: 1,
  ...{ model_type: type, task: 'regression', target: 'made up', trained_until: '2026-10-31', trained_at: '2026-11-01T00:00:00Z', horizon_hours: 24, tolerance: 1e-5 },
  inputs: [{ name: 'x', datatype: 'FP32', features }],
  outputs: [{ name: 'y', datatype: 'FP32', columns }],
  golden: Array.from({ length: 16 }, (_, index) => ({ row: features.map(() => nanBelow + index), output: factors.map((factor) => (nanBelow + index) * factor + more) })),
  ...{ reference: {}, metrics: { mae: 0 }, baseline: { name: 'none', metrics: {}, beaten: true }, training: { rows: 16, seed: 1, hyperparameters: {} } },
  ...changes,
});
