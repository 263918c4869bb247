import type { CollectionFault, PostedAction } from '@ml/contracts/collection';
import type { Vocabulary } from '../anonymise/vocabulary';
import { keptLabel, OTHER } from '../anonymise/kept-name';

/** What an action says besides its ids. */
export interface ToldAction {
  readonly action_taken: PostedAction['action'];
  /** RFC 3339 in UTC. */
  readonly action_at: string;
  /** Null: not told. */
  readonly industry_anonymized: string | null;
  readonly company_size_bucket: string | null;
}

export interface KeptAction {
  readonly told: ToldAction;
  readonly faults: readonly CollectionFault[];
}

interface Lists {
  /** Of industries. */
  readonly vocabulary: Vocabulary;
  readonly companySizes: readonly string[];
}

/** As wide as their columns. */
const MOST_CHARACTERS = 50;

/** Of an industry that was given, what may be kept of it: a known one in one spelling, or `other`. */
export const keptIndustry = (industry: string, vocabulary: Vocabulary): string => keptLabel(industry, vocabulary, MOST_CHARACTERS) ?? OTHER;

/** Nothing of it is the caller's own text. */
export const keptAction = (posted: PostedAction, { vocabulary, companySizes }: Lists): KeptAction => {
  const { industry, company_size: size } = posted;
  const kept = industry === undefined ? null : keptIndustry(industry, vocabulary);
  const isListed = size !== undefined && companySizes.includes(size);
  const faults: CollectionFault[] = [];
  if (kept === OTHER && industry !== OTHER) faults.push({ path: 'industry', code: 'UNKNOWN_NAME', text: `is not made of known words, so it is kept as ${OTHER}` });
  if (size !== undefined && !isListed) faults.push({ path: 'company_size', code: 'BAD_VALUE', text: `is left out: it is none of ${companySizes.join(', ')}` });
  return {
    told: { action_taken: posted.action, action_at: new Date(posted.action_at).toISOString(), industry_anonymized: kept, company_size_bucket: isListed ? size : null },
    faults,
  };
};
