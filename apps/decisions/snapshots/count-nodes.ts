import { AppError } from '@ml/contracts/app-error';
import type { NodeCount } from '@ml/contracts/cluster-snapshots';
import type { NodeState } from '@ml/state/kubernetes/node';

/** Instance types times zones times two are fewer in any cluster. Counts are told to others: they must fit into one message. */
const MOST_KINDS = 4_096;
/** A label of Kubernetes is no longer. */
const LONGEST_WORD = 63;

/**
 * How many nodes there are of each type, zone and capacity type; sorted, so that the same cluster gives the same bytes.
 * @throws AppError BAD_STATE when these are no names of types and zones
 */
export const countNodes = (nodes: readonly NodeState[]): readonly NodeCount[] => {
  const counts = new Map<string, NodeCount>();
  for (const { instanceType, zone, capacityType } of nodes) {
    if (isLong(instanceType) || isLong(zone) || counts.size > MOST_KINDS) throw tooManyKinds();
    const key = JSON.stringify([instanceType, zone, capacityType]);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { instance_type: instanceType, availability_zone: zone, capacity_type: capacityType, count });
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
};

const isLong = (word: string | null): boolean => word !== null && word.length > LONGEST_WORD;

const tooManyKinds = (): AppError =>
  new AppError('BAD_STATE', `the nodes are of more than ${MOST_KINDS} instance types and zones, or one of these is longer than ${LONGEST_WORD} characters`, { path: 'current_state.nodes' });
