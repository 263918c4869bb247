import type { CollectionFault, PostedAction } from '@ml/contracts/collection';
import { collectionFault } from '../anonymise/collection-fault';
import { keptIndustry } from '../anonymise/kept-industry';
import { OTHER } from '../anonymise/kept-name';

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

/** Nothing of it is the caller's own text. */
export const keptAction = ({ action, action_at, industry, company_size: size }: PostedAction, companySizes: readonly string[]): KeptAction => {
  const kept = keptIndustry(industry);
  const isListed = size !== undefined && companySizes.includes(size);
  const faults: CollectionFault[] = [];
  if (kept === OTHER && industry !== OTHER) faults.push(collectionFault('industry', 'UNKNOWN_INDUSTRY'));
  if (size !== undefined && !isListed) faults.push(collectionFault('company_size', 'UNKNOWN_COMPANY_SIZE'));
  return { told: { action_taken: action, action_at: new Date(action_at).toISOString(), industry_anonymized: kept, company_size_bucket: isListed ? size : null }, faults };
};
