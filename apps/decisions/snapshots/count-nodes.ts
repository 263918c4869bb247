import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import type { NodeState } from '@ml/state/kubernetes/node';

/** How many nodes there are of each type, zone and capacity type; sorted, so that the same cluster gives the same bytes. */
export const countNodes = (nodes: readonly NodeState[]): readonly NodeCount[] => {
  const counts = new Map<string, NodeCount>();
  for (const { instanceType, zone, capacityType } of nodes) {
    const key = JSON.stringify([instanceType, zone, capacityType]);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { instance_type: instanceType, availability_zone: zone, capacity_type: capacityType, count });
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
};
