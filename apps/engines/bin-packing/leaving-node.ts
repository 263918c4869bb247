import type { NodeState } from '@ml/state/kubernetes/node';

/** Karpenter and the cluster autoscaler mark nodes that they are about to take away. */
const LEAVING_TAINTS: readonly string[] = ['karpenter.sh/disrupted', 'karpenter.sh/disruption', 'ToBeDeletedByClusterAutoscaler'];

/** Whether somebody is taking the node away already. */
export const isLeaving = ({ deleting, taints }: Pick<NodeState, 'deleting' | 'taints'>): boolean => deleting || taints.some(({ key }) => LEAVING_TAINTS.includes(key));
