import type { PodNetworkState } from '@ml/state/observed/pod-network';
import type { NoisyNeighborDetectorState, TalkingNode, TalkingPod } from './state';

/** What one pod carried, with what is known of the pod. */
export interface Talker {
  /** `namespace/name` */
  readonly key: string;
  readonly network: PodNetworkState;
  /** undefined: the state does not have it. */
  readonly pod: TalkingPod | undefined;
  readonly node: string | null;
  /** Both directions, bytes a second; null when neither was measured. */
  readonly bandwidth: number | null;
}

export interface Cluster {
  readonly talkers: readonly Talker[];
  /** Pods with figures of their own; those of a pod in its node's network are the node's. */
  readonly own: readonly Talker[];
  readonly ownByNode: ReadonlyMap<string, readonly Talker[]>;
  readonly hostByNode: ReadonlyMap<string, readonly Talker[]>;
  readonly nodes: ReadonlyMap<string, TalkingNode>;
}

export const clusterOf = ({ network, pods, nodes }: NoisyNeighborDetectorState): Cluster => {
  const byKey = new Map((pods ?? []).map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const talkers = (network ?? []).map((given) => talkerOf(given, byKey.get(`${given.namespace}/${given.pod}`)));
  const own = talkers.filter(({ pod }) => pod !== undefined && !pod.hostNetwork);
  const host = talkers.filter(({ pod }) => pod?.hostNetwork === true);
  return { talkers, own, ownByNode: byNode(own), hostByNode: byNode(host), nodes: new Map((nodes ?? []).map((node) => [node.name, node])) };
};

const talkerOf = (network: PodNetworkState, pod: TalkingPod | undefined): Talker => {
  const { rxBytesPerSecond: received, txBytesPerSecond: sent } = network;
  return {
    key: `${network.namespace}/${network.pod}`,
    network,
    pod,
    node: pod?.nodeName ?? network.node,
    bandwidth: received === null && sent === null ? null : (received ?? 0) + (sent ?? 0),
  };
};

const byNode = (talkers: readonly Talker[]): ReadonlyMap<string, readonly Talker[]> => {
  const found = new Map<string, Talker[]>();
  for (const talker of talkers) {
    if (talker.node === null) continue;
    const group = found.get(talker.node);
    if (group === undefined) found.set(talker.node, [talker]);
    else group.push(talker);
  }
  return found;
};
