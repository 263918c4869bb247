import { MINUTE_MS } from '@ml/units/time';

/** Every page of a fill makes the region's snapshot old, and building that of a big region takes seconds. */
const REST_WHILE_FETCHING_MS = 5 * MINUTE_MS;

/** A region of which more was written than its newest snapshot knows. */
export interface Behind {
  readonly revision: number;
  /** Whether a chunk of it is under way: more will be written in a moment, and when all has ended it is built anyway. */
  readonly fetching: boolean;
}

/** When it was last built for being behind, and of what. */
export interface LastBuilt {
  readonly revision: number;
  /** Milliseconds since the epoch: when the building ended. */
  readonly at: number;
}

/** Whether to build its snapshot now. The same revision is not built twice: a region without types and pools has no snapshot that could say so. */
export const isRebuildDue = ({ revision, fetching }: Behind, last: LastBuilt | undefined, now: number): boolean => {
  if (last === undefined) return true;
  if (last.revision === revision) return false;
  return !fetching || now - last.at >= REST_WHILE_FETCHING_MS;
};
