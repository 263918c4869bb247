import type { PriceList } from '@ml/engine-kernel/price-list';
import type { CapacityType } from '@ml/state/kubernetes/capacity-type';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import { HOSTNAME } from './model/nodes';
import { isWindows } from './node-price';

/** What nodes must have in common so that one can stand for several. */
export interface NodeGroup {
  readonly zone: string;
  readonly architecture: string;
  readonly capacityType: CapacityType;
  readonly nodePool: string | null;
  readonly burstable: boolean;
}

/** The group of a node, and a text that names it; null when it does not say enough of itself, or new ones are not priced. */
export const groupOf = (node: LabelledNodeState, prices: PriceList): { readonly key: string; readonly group: NodeGroup } | null => {
  const { zone, architecture, capacityType, nodePool, taints, instanceType } = node;
  if (zone === null || architecture === null || capacityType === null || isWindows(node)) return null;
  const group = { zone, architecture, capacityType, nodePool, burstable: prices.type(instanceType)?.burstable === true };
  return { key: JSON.stringify([group, taints]), group };
};

const OWN = new Set([HOSTNAME, 'node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type']);
/** Karpenter, the cloud, feature discovery and device plugins describe the instance itself under these. */
const OF_INSTANCE: readonly string[] = ['karpenter.k8s.aws/', 'topology.k8s.aws/network-node-layer', 'feature.node.kubernetes.io/', 'nvidia.com/'];

/** A node in place of others: it has what all of them have, and of itself only its type. */
export const standIn = (name: string, nodes: readonly LabelledNodeState[], instanceType: string | null): LabelledNodeState | null => {
  const [first, ...others] = nodes;
  if (first === undefined) return null;
  const shared = Object.entries(first.labels).filter(([key, value]) => !OWN.has(key) && !OF_INSTANCE.some((prefix) => key.startsWith(prefix)) && others.every(({ labels }) => labels[key] === value));
  const labels = { ...Object.fromEntries(shared), [HOSTNAME]: name, ...(instanceType !== null && { 'node.kubernetes.io/instance-type': instanceType }) };
  return { ...first, name, providerId: null, instanceType, labels, createdAt: null };
};
