import { currentState } from '@ml/state/current-state';
import { readNamespaces } from '@ml/state/kubernetes/namespace';
import { readNodes, type NodeState } from '@ml/state/kubernetes/node';
import { readPods } from '@ml/state/kubernetes/pod';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { readDaemonSets, readDeployments, readStatefulSets } from '@ml/state/kubernetes/workload';
import type { WorkloadState } from '@ml/state/kubernetes/workload-state';
import { readObservedAt } from '@ml/state/observed/observed-at';
import { readPodNetworks, type PodNetworkState } from '@ml/state/observed/pod-network';
import type { OptOut } from '@ml/state/opt-out';
import type { Read } from '@ml/state/read';
import { optional } from '@ml/state/shapes';
import type { EpochMs } from '@ml/units/brand';

export type TalkingNode = Pick<NodeState, 'name' | 'instanceType' | 'region' | 'zone' | 'capacityType'>;
export type TalkingPod = Pick<PodState, 'namespace' | 'name' | 'nodeName' | 'workload' | 'hostNetwork' | 'optOut'>;

/** Marks of what pods belong to. */
export interface Mark {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly optOuts: readonly OptOut[];
}

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface NoisyNeighborDetectorState {
  readonly observed_at: EpochMs | null;
  readonly network: readonly PodNetworkState[] | null;
  readonly pods: readonly TalkingPod[] | null;
  readonly nodes: readonly TalkingNode[] | null;
  readonly marks: readonly Mark[];
}

const nodes: Read<readonly TalkingNode[]> = (value) => readNodes(value).map(({ name, instanceType, region, zone, capacityType }) => ({ name, instanceType, region, zone, capacityType }));

const pods: Read<readonly TalkingPod[]> = (value) => readPods(value).map(({ namespace, name, nodeName, workload, hostNetwork, optOut }) => ({ namespace, name, nodeName, workload, hostNetwork, optOut }));

/** Only those that say something: the others change no decision. */
const marked =
  (readWorkloads: Read<readonly WorkloadState[]>): Read<readonly Mark[]> =>
  (value) =>
    readWorkloads(value)
      .map(({ kind, namespace, name, optOut, template }) => ({ kind, namespace, name, optOuts: [optOut, template.optOut].filter((one) => one !== null) }))
      .filter(({ optOuts }) => optOuts.length > 0);

const markedNamespaces: Read<readonly Mark[]> = (value) =>
  readNamespaces(value).flatMap(({ name, optOut }) => (optOut === null ? [] : [{ kind: 'Namespace', namespace: name, name, optOuts: [optOut] }]));

const read = currentState({
  observed_at: readObservedAt,
  network: optional(readPodNetworks),
  pods: optional(pods),
  nodes: optional(nodes),
  deployments: optional(marked(readDeployments)),
  stateful_sets: optional(marked(readStatefulSets)),
  daemon_sets: optional(marked(readDaemonSets)),
  namespaces: optional(markedNamespaces),
});

export const projectNoisyNeighborDetectorState = (posted: unknown): NoisyNeighborDetectorState => {
  const { observed_at, network, pods: all, nodes: known, deployments, stateful_sets: sets, daemon_sets: daemons, namespaces } = read(posted);
  return { observed_at, network, pods: all, nodes: known, marks: [deployments, sets, daemons, namespaces].flatMap((marks) => marks ?? []) };
};
