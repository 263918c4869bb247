import type { NodeState } from '@ml/state/kubernetes/node';

/** Taints of nodes behind which no machine of the account stands: pods of Fargate have one each, those of a virtual kubelet run elsewhere. */
const VIRTUAL_TAINTS: readonly string[] = ['eks.amazonaws.com/compute-type', 'virtual-kubelet.io/provider'];
/** How EKS names them; its provider id ends with the name. */
const FARGATE = /(?:^|\/)fargate-[^/]*$/;

/** A node that cannot be terminated, and takes no pod that is not made for it. */
export const isVirtual = ({ name, providerId, taints }: Pick<NodeState, 'name' | 'providerId' | 'taints'>): boolean =>
  taints.some(({ key }) => VIRTUAL_TAINTS.includes(key)) || FARGATE.test(name) || FARGATE.test(providerId ?? '');
