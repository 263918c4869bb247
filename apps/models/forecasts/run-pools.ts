import type { RunOutput, ServedModel, Serving } from '../serving/serving';
import type { PoolRows } from './pool-rows';

export interface PoolAnswers {
  readonly columns: readonly string[];
  /** Row by row. */
  readonly values: Float64Array;
  readonly milliseconds: number;
}

/** As many as a host takes at once without holding up what else is asked of it. */
const BATCH = 4_096;
const PATIENCE_MS = 10_000;

/** Features of the model that nobody knows of a pool; a text cannot be told of one either. */
export const unknownTo = ({ features }: Pick<PoolRows, 'features'>, { metadata }: Pick<ServedModel, 'metadata'>): readonly string[] =>
  metadata.inputs.flatMap((input) => (input.datatype === 'BYTES' ? input.features : input.features.filter((name) => !features.includes(name))));

/** Runs a model over all pools, its features in the order in which it wants them. @throws AppError as `Serving.run` */
export const runPools = async (serving: Pick<Serving, 'run'>, model: ServedModel, pools: PoolRows): Promise<PoolAnswers> => {
  const places = model.metadata.inputs.flatMap(({ features }) => features.map((name) => pools.features.indexOf(name)));
  const outputs: RunOutput[] = [];
  for (let from = 0; from < pools.rows.length; from += BATCH) {
    const batch = pools.rows.slice(from, from + BATCH);
    const values = Float32Array.from(batch.flatMap((row) => places.map((place) => row[place] ?? Number.NaN)));
    outputs.push(await serving.run(model.ref.id, { rows: batch.length, values }, AbortSignal.timeout(PATIENCE_MS)));
  }
  const values = new Float64Array(outputs.reduce((sum, output) => sum + output.values.length, 0));
  let at = 0;
  for (const output of outputs) {
    values.set(output.values, at);
    at += output.values.length;
  }
  return { columns: outputs[0]?.columns ?? [], values, milliseconds: outputs.reduce((sum, output) => sum + output.milliseconds, 0) };
};
