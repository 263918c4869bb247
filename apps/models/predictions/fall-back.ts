import { AppError } from '@ml/contracts/app-error';
import type { Reason } from '@ml/contracts/decision';
import type { Cell } from '@ml/contracts/model-metadata';
import type { ServedModel } from '../serving/serving';
import { featureColumns } from './feature-columns';
import type { Answered, PredictionOrder } from './prediction-order';
import type { GivenRows } from './read-rows';
import { RULE_CONFIDENCE, ruleAnswer } from './rule-answer';

type Fallback = Required<Pick<Answered, 'model' | 'answer' | 'confidence' | 'fallback' | 'warnings'>>;

interface Circumstances {
  readonly reason: Reason;
  /** The model that should have answered, and what it was given. */
  readonly champion?: ServedModel;
  readonly rows?: GivenRows;
  readonly warnings?: readonly Reason[];
}

/** What is answered instead of a model. */
export const fallBack = (order: PredictionOrder, { reason, champion, rows, warnings = [] }: Circumstances): Fallback => {
  const answer = ruleAnswer(order.type, namedRows(order, champion, rows), champion?.metadata.outputs.flatMap(({ columns }) => columns));
  return { model: null, answer, confidence: answer === null ? null : RULE_CONFIDENCE, fallback: reason, warnings };
};

/** Without a model nobody knows what the columns of nameless rows are. */
const namedRows = ({ input }: PredictionOrder, champion: ServedModel | undefined, rows: GivenRows | undefined): readonly Readonly<Record<string, Cell | null>>[] => {
  if (champion === undefined || rows === undefined) return input.features === undefined ? [] : [input.features];
  const names = featureColumns(champion.metadata.inputs).map(({ name }) => name);
  return rows.cells.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])));
};

const MODEL_FAULTS = new Set(['MODEL_NOT_READY', 'MODEL_FAILED']);

/** What a model did wrong as a reason to go on without it. @throws what is not the model's fault: a deadline that has passed, a wrong request */
export const reasonOf = (error: unknown): Reason => {
  if (error instanceof AppError && MODEL_FAULTS.has(error.code)) return { code: error.code, text: error.message };
  throw error;
};
