import type { PriceList } from '@ml/engine-kernel/price-list';
import type { NodeState } from '@ml/state/kubernetes/node';
import type { SchedulerPod, SchedulerState } from './state';
import { keyOf } from './unit';

/** A node, what it costs and who is on it. */
export interface BilledNode {
  readonly node: NodeState;
  /** USD an hour; undefined when nobody knows. */
  readonly price: number | undefined;
  /** Those that keep it busy: not of DaemonSets, not finished. */
  readonly pods: readonly SchedulerPod[];
}

/** What pods cost by what they ask for. */
export interface Bill {
  readonly nodes: ReadonlyMap<string, BilledNode>;
  readonly podsOf: (unitKey: string) => readonly SchedulerPod[];
  /** Part of its node, 0 to 1: the mean of its parts of CPU and memory, so that those of all pods on a node are never more than the node. */
  readonly shareOf: (pod: SchedulerPod) => number;
  /** USD an hour; undefined when the price of its node, or the node, is not known. */
  readonly costOf: (pod: SchedulerPod) => number | undefined;
}

export const billOf = (state: SchedulerState, prices: PriceList | undefined): Bill => {
  const running = state.pods.filter((pod) => !pod.fixed && !pod.finished);
  const onNode = groups(running, (pod) => pod.node);
  const ofUnit = groups(running, ({ workload, namespace }) => (workload === null ? null : keyOf(workload.kind, namespace, workload.name)));
  const nodes = new Map(state.nodes.map((node) => [node.name, { node, price: prices?.priceOf(node), pods: onNode.get(node.name) ?? [] }]));
  const sums = new Map([...nodes].map(([name, { node, pods }]) => [name, pods.reduce((sum, pod) => sum + rawShare(pod, node), 0)]));
  const shareOf = (pod: SchedulerPod): number => {
    const billed = nodes.get(pod.node ?? '');
    // More asked for than there is, as on a node that shrank: the parts still make one node.
    return billed === undefined ? 0 : rawShare(pod, billed.node) / Math.max(1, sums.get(billed.node.name) ?? 1);
  };
  return {
    nodes,
    podsOf: (unitKey) => ofUnit.get(unitKey) ?? [],
    shareOf,
    costOf: (pod) => {
      const price = nodes.get(pod.node ?? '')?.price;
      return price === undefined ? undefined : price * shareOf(pod);
    },
  };
};

const groups = (pods: readonly SchedulerPod[], keyOfPod: (pod: SchedulerPod) => string | null): ReadonlyMap<string, readonly SchedulerPod[]> => {
  const found = new Map<string, SchedulerPod[]>();
  for (const pod of pods) {
    const key = keyOfPod(pod);
    const group = key === null ? undefined : found.get(key);
    if (group !== undefined) group.push(pod);
    else if (key !== null) found.set(key, [pod]);
  }
  return found;
};

const rawShare = ({ cpu, memory }: SchedulerPod, { allocatable, capacity }: NodeState): number => {
  const parts = [part(cpu, allocatable.cpu ?? capacity.cpu), part(memory, allocatable.memory ?? capacity.memory)].filter((share) => share !== null);
  return parts.length === 0 ? 0 : parts.reduce((sum, share) => sum + share, 0) / parts.length;
};

const part = (asked: number, offered: number | null): number | null => (offered === null || offered <= 0 ? null : asked / offered);
