import type { NodeChange } from './nodes/node-changes';
import type { RequestChange } from './workloads/request-change';

/** What should change, in the order in which it is told. */
export interface Found {
  /** Smaller nodes, what saves most first. */
  readonly downsizes: readonly NodeChange[];
  readonly upsizes: readonly NodeChange[];
  /** What frees most first. */
  readonly requests: readonly RequestChange[];
}
