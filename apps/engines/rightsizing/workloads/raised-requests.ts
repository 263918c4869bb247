import type { SizedPod } from '../sized-pod';
import { raises, type RequestChange } from './request-change';

/** What a pod will ask for beyond what it asks for now. */
export interface Raised {
  /** Millicores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

export type RaisedRequests = ReadonlyMap<SizedPod, Raised>;

const NOTHING: Raised = { cpu: 0, memory: 0 };

/** By pod. Only what is raised: a node must have room for it at once, while lowered requests become room only once they are. */
export const raisedRequests = (changes: readonly RequestChange[]): RaisedRequests => {
  const found = new Map<SizedPod, Raised>();
  for (const change of changes.filter(raises)) {
    const { crew, resource, current, estimate } = change;
    const more = estimate.target - (current ?? 0);
    for (const pod of crew.pods) {
      const before = found.get(pod) ?? NOTHING;
      found.set(pod, { ...before, [resource]: before[resource] + more });
    }
  }
  return found;
};
