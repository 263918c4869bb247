import type { ModelMetadata } from '@ml/contracts/model-metadata';
import type { ServedModel } from '../serving/serving';

interface Given {
  readonly id?: string;
  readonly name?: string;
  readonly version?: string;
  readonly metadata?: Partial<ModelMetadata>;
}

/** A price model with three features, as it is declared. */
export const servedModel = ({ id = '01900000-0000-7000-8000-000000000001', name = 'prices', version = '1.0.0', metadata = {} }: Given = {}): ServedModel => {
  const declared: ModelMetadata = {
    schema: 1,
    model_type: 'spot_price_predictor',
    task: 'quantiles',
    target: 'USD an hour in 24 h',
    trained_until: '2026-11-01',
    trained_at: '2026-11-02T00:00:00Z',
    horizon_hours: 24,
    inputs: [{ name: 'features', datatype: 'FP32', features: ['lag_1h', 'lag_6h', 'cv'] }],
    outputs: [{ name: 'price', datatype: 'FP64', columns: ['p10', 'p50', 'p90'] }],
    golden: [],
    tolerance: 1e-5,
    reference: {},
    metrics: {},
    baseline: { name: 'persistence', metrics: {}, beaten: true },
    training: { rows: 100, seed: 1, hyperparameters: {} },
    ...metadata,
  };
  return { ref: { id, name, version }, type: declared.model_type, metadata: declared };
};
