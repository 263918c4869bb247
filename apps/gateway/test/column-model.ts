import type { ModelMetadata, ModelType } from '@ml/contracts/model-metadata';
import { encodeModel } from '@ml/domain/onnx/encode-model';

/** A model that looks at one feature: each output is that times a factor, and something more. */
export interface ColumnModel {
  readonly name: string;
  readonly version: string;
  readonly type: ModelType;
  readonly features: readonly string[];
  readonly column: string;
  readonly columns: readonly string[];
  readonly factors: readonly number[];
  readonly more: readonly number[];
}

const fileOf = ({ features, column, columns, factors, more }: ColumnModel): Uint8Array =>
  encodeModel({
    opsets: [{ domain: '', version: 13 }],
    graph: {
      name: 'column',
      nodes: [
        { op: 'Gather', inputs: ['x', 'place'], outputs: ['one'], attributes: { axis: { int: 1 } } },
        { op: 'Mul', inputs: ['one', 'factors'], outputs: ['scaled'] },
        { op: 'Add', inputs: ['scaled', 'more'], outputs: ['y'] },
      ],
      initializers: [
        { name: 'place', type: 'int64', dims: [1], values: [features.indexOf(column)] },
        { name: 'factors', type: 'float', dims: [1, factors.length], values: Float32Array.from(factors) },
        { name: 'more', type: 'float', dims: [1, more.length], values: Float32Array.from(more) },
      ],
      inputs: [{ name: 'x', type: 'float', shape: ['N', features.length] }],
      outputs: [{ name: 'y', type: 'float', shape: ['N', columns.length] }],
    },
  });

const metadataOf = ({ type, features, columns, factors, more }: ColumnModel): ModelMetadata => ({
  schema: 1,
  ...{ model_type: type, task: 'regression', target: 'made up', trained_until: '2026-10-31', trained_at: '2026-11-01T00:00:00Z', horizon_hours: 24, tolerance: 1e-5 },
  inputs: [{ name: 'x', datatype: 'FP32', features }],
  outputs: [{ name: 'y', datatype: 'FP32', columns }],
  golden: Array.from({ length: 16 }, (_, index) => ({ row: features.map(() => index), output: factors.map((factor, at) => index * factor + (more[at] ?? 0)) })),
  ...{ reference: {}, metrics: { mae: 0 }, baseline: { name: 'none', metrics: { mae: 1 }, beaten: true }, training: { rows: 16, seed: 1, hyperparameters: {} } },
});

/** As a form sends it to `/models/upload`. */
export const columnModelForm = (model: ColumnModel): FormData => {
  const form = new FormData();
  const metadata = metadataOf(model);
  const fields = { model_name: model.name, model_version: model.version, model_type: model.type, trained_until_date: metadata.trained_until, metadata: JSON.stringify(metadata) };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(fileOf(model))]), 'model.onnx');
  return form;
};
