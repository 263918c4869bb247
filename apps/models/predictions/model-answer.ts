import { AppError } from '@ml/contracts/app-error';
import { confidenceOf } from '@ml/domain/quality/confidence-of';
import type { RunOutput, ServedModel, Serving } from '../serving/serving';
import { featureColumns } from './feature-columns';
import type { Answered } from './prediction-order';
import type { GivenRows } from './read-rows';
import { toBatch } from './to-batch';

export type ModelAnswer = NonNullable<Answered['answer']>;

/** @throws AppError as `Serving.run`, and MODEL_FAILED when an answer is not a number */
export const askModel = async (serving: Serving, model: ServedModel, { cells, signal }: { readonly cells: GivenRows['cells']; readonly signal: AbortSignal }): Promise<ModelAnswer> => {
  const output = await serving.run(model.ref.id, toBatch(featureColumns(model.metadata.inputs), cells), signal);
  if (output.values.every(Number.isFinite)) return { columns: output.columns, rows: rowsOf(output) };
  throw new AppError('MODEL_FAILED', 'the model answered something that is not a number', { retryable: false });
};

const rowsOf = ({ rows, columns, values }: RunOutput): readonly (readonly number[])[] =>
  Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)));

/** Mean over the rows. */
export const answerConfidence = ({ metadata }: ServedModel, answer: ModelAnswer, given: { readonly rows: GivenRows; readonly drifted: boolean }): number | null => {
  const each = answer.rows.map((row, index) =>
    confidenceOf({
      task: metadata.task,
      columns: answer.columns,
      row,
      r2: metadata.metrics['r2'] ?? null,
      knownShare: given.rows.knownShares[index] ?? 1,
      drifted: given.drifted,
    }),
  );
  const known = each.filter((confidence) => confidence !== null);
  return known.length === 0 ? null : known.reduce((sum, confidence) => sum + confidence, 0) / known.length;
};
