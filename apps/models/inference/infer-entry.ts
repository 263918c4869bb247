import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { InferAnswer, ServedModel } from '../serving/serving';

interface Inferred {
  readonly id: string;
  readonly answer: InferAnswer;
  readonly tenant: string | null;
  readonly latencyMs: number;
  readonly at: Date;
}

/** What the log keeps of one request of the Open Inference Protocol. */
export const inferEntry = ({ ref, type, metadata }: ServedModel, { id, answer: { rows, sample }, tenant, latencyMs, at }: Inferred): LoggedPrediction => ({
  prediction_id: id,
  tenant,
  model: ref,
  model_type: type,
  prediction_type: 'inference',
  role: 'direct',
  shadow_of: null,
  rows,
  input: { features: metadata.inputs.flatMap(({ features }) => features), rows: sample.input },
  output: { columns: metadata.outputs.filter(({ datatype }) => datatype !== 'BYTES').flatMap(({ columns }) => columns), rows: sample.output },
  confidence: null,
  fallback: null,
  latency_ms: latencyMs,
  at: at.toISOString(),
});
