import { AppError } from '@ml/contracts/app-error';
import { notJudged, type RefreshCheck } from '@ml/domain/models/verdict';
import type { Trial } from '../serving/model-file';

/** What is known of a model once it is loaded: a host does not take one whose golden rows differ. */
export const loadedChecks = ({ model, loadMilliseconds }: Trial, isAskedAboutPrices: boolean): readonly RefreshCheck[] => {
  const { golden } = model.metadata;
  const rest = isAskedAboutPrices ? '' : `; a ${model.type} is not asked about prices, so nothing else is looked at`;
  const text = golden.length === 0 ? 'its metadata hold no rows with known answers: nothing shows that the file computes what it should' : `${String(golden.length)} rows with known answers give them again`;
  return [
    { check: 'load', passed: true, text: 'the file loads in a process of its own', value: loadMilliseconds, limit: null },
    { check: 'golden_rows', passed: golden.length > 0, text: `${text}${rest}`, value: golden.length, limit: null },
  ];
};

/** A golden row may have thousands of answers. */
const LONGEST_TEXT = 500;
/** Of `BAD_MODEL`, where the file loads and does not answer as it should. */
const BY_GOLDEN_ROWS: ReadonlySet<unknown> = new Set(['GOLDEN_ROWS', 'RUN_FAILED', 'WRONG_WIDTH']);

/** Why the file cannot be loaded any more. @throws the error, when it says nothing of the file */
export const refusedCheck = (error: unknown): RefreshCheck => {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'NOT_FOUND') return notJudged('load', 'the file of the model is no longer in the blob store: upload it again as another version');
  if (error.code !== 'BAD_MODEL') throw error;
  return notJudged(BY_GOLDEN_ROWS.has(error.details?.['reason']) ? 'golden_rows' : 'load', error.message.slice(0, LONGEST_TEXT));
};
