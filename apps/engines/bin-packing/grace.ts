import type { Cause } from '@ml/contracts/decision';
import type { PodState } from '@ml/state/kubernetes/pod-state';

/** What Kubernetes takes where a pod does not say. */
const POD_DEFAULT_SECONDS = 30;

export interface GraceRule {
  readonly cause: Cause;
  /** The contract's 90 s. */
  readonly leastSeconds: number;
  /** What the request asks for: it may only lengthen. */
  readonly askedSeconds: number | null;
  /** What is left after a spot notice. */
  readonly noticeSeconds: number;
}

/** How long the pods of a node are given to end. */
export const graceSeconds = (pods: readonly Pick<PodState, 'terminationGraceSeconds'>[], { cause, leastSeconds, askedSeconds, noticeSeconds }: GraceRule): number => {
  const longest = pods.reduce((most, pod) => Math.max(most, pod.terminationGraceSeconds ?? POD_DEFAULT_SECONDS), 0);
  const grace = Math.max(leastSeconds, longest, askedSeconds ?? 0);
  return cause === 'spot_notice' ? Math.min(grace, noticeSeconds) : grace;
};
