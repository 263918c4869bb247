import type { JobProgress } from '@ml/contracts/jobs';
import type { RefreshStatus, RefreshVerdict } from '@ml/contracts/refresh';

export interface FetchingOver {
  readonly chunks: JobProgress['chunks'];
  readonly cancelAsked: boolean;
  readonly failures: readonly { readonly region: string; readonly data_type: string; readonly message: string }[];
}

export interface RefreshEnd {
  readonly status: Exclude<RefreshStatus, 'in_progress' | 'cancelling'>;
  readonly error_message: string | null;
}

const LONGEST_MESSAGE = 2_000;
const MOST_REASONS = 5;

/** What fetching has come to; null: all data are there, the model is judged next. Part of the data is no ground to judge a model on. */
export const afterFetching = ({ chunks, cancelAsked, failures }: FetchingOver): RefreshEnd | null => {
  if (cancelAsked) return { status: 'cancelled', error_message: null };
  const lost = chunks.failed + chunks.cancelled;
  if (lost === 0) return null;
  const reasons = failures.map(({ region, data_type, message }) => `${data_type} of ${region}: ${message}`);
  const said = `${lost} of ${chunks.total} parts could not be fetched, so the model was neither judged nor activated; what came is kept, and a new refresh goes on with what is missing`;
  return { status: 'failed', error_message: bounded([said, ...several(reasons)].join('. ')) };
};

/** What the verdict comes to; null: the model is activated next. */
export const afterVerdict = (verdict: RefreshVerdict, autoActivate: boolean): RefreshEnd | null => {
  if (!autoActivate) return { status: 'completed', error_message: null };
  if (verdict.passed) return null;
  return { status: 'failed', error_message: bounded(`the new prices are there, but the model was not activated. ${several(failedChecks(verdict)).join('. ')}`) };
};

const failedChecks = (verdict: RefreshVerdict): readonly string[] =>
  verdict.checks.filter(({ passed }) => !passed).map(({ check, text, value, limit }) => `${check}: ${text}${value === null || limit === null ? '' : ` (${value} where ${limit} is the limit)`}`);

const several = (reasons: readonly string[]): readonly string[] => {
  const different = [...new Set(reasons)];
  const more = different.length - MOST_REASONS;
  return more > 0 ? [...different.slice(0, MOST_REASONS), `and ${more} more`] : different;
};

const bounded = (text: string): string => (text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE - 3)}...`);
