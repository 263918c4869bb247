import type { LoggedPrediction } from '@ml/contracts/predictions';
import { v7 as uuid7 } from 'uuid';

/** A prediction of one row as it is logged. */
export const loggedPrediction = (over: Partial<LoggedPrediction> = {}): LoggedPrediction => ({
  prediction_id: uuid7(),
  tenant: 'acme',
  model: { id: '01900000-0000-7000-8000-000000000001', name: 'prices', version: '1.0.0' },
  model_type: 'spot_price_predictor',
  prediction_type: 'spot_price',
  role: 'champion',
  shadow_of: null,
  rows: 1,
  input: { features: ['lag_1h', 'lag_6h'], rows: [[0.1, 0.2]] },
  output: { columns: ['p50'], rows: [[0.15]] },
  confidence: 0.8,
  fallback: null,
  latency_ms: 2,
  at: new Date().toISOString(),
  ...over,
});
