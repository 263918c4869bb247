import type { Reason } from '@ml/contracts/decision';
import type { Estimate } from '../estimate/estimate';
import type { Merged } from '../merge';
import type { SizedContainer } from '../sized-pod';
import type { Crew } from './crew';
import type { Resource } from './scalers';

/** One request of one container that should be another. */
export interface RequestChange {
  readonly crew: Crew;
  readonly container: SizedContainer;
  readonly resource: Resource;
  /** Millicores or bytes; null where nothing is asked for. */
  readonly current: number | null;
  readonly estimate: Estimate;
  readonly limit: { readonly current: number | null; readonly target: number | null };
  readonly days: number;
  readonly merge: Merged;
  /** What is to be known about it. */
  readonly notes: readonly Reason[];
}

export const raises = ({ current, estimate }: Pick<RequestChange, 'current' | 'estimate'>): boolean => current === null || estimate.target > current;
