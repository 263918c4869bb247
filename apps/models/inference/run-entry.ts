import { v7 as uuid } from 'uuid';
import type { RunAsk } from '@ml/contracts/forecasts';
import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { RunOutput, ServedModel } from '../serving/serving';

export interface Ran {
  readonly ask: RunAsk;
  readonly values: Float32Array;
  readonly output: RunOutput;
  readonly tenant: string | null;
  readonly at: Date;
}

/** Of thousands of rows these many show what was asked. */
const SHOWN_ROWS = 10;

/** What the log keeps of one run of many rows that an engine asked for: one entry. */
export const runEntry = ({ ref, type }: ServedModel, { ask, values, output, tenant, at }: Ran): LoggedPrediction => {
  const shown = Array.from({ length: Math.min(SHOWN_ROWS, ask.rows) }, (_, row) => row);
  const rowOf = (numbers: Float32Array | Float64Array, width: number, row: number): number[] => [...numbers.subarray(row * width, (row + 1) * width)];
  return {
    ...{ prediction_id: uuid(), tenant, model: ref, model_type: type, role: 'champion', shadow_of: null, rows: ask.rows },
    prediction_type: type === 'resource_forecaster' ? 'resource_usage' : 'inference',
    input: { features: ask.features, rows: shown.map((row) => rowOf(values, ask.features.length, row).map((value) => (Number.isNaN(value) ? null : value))) },
    output: { columns: output.columns, rows: shown.map((row) => rowOf(output.values, output.columns.length, row)) },
    ...{ confidence: null, fallback: null, latency_ms: output.milliseconds, at: at.toISOString() },
  };
};
