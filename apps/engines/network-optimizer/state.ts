import { currentState } from '@ml/state/current-state';
import { readNamespaces } from '@ml/state/kubernetes/namespace';
import { readLabelledNodes, type LabelledNodeState } from '@ml/state/kubernetes/node';
import { readPersistentVolumeClaims } from '@ml/state/kubernetes/persistent-volume-claim';
import { readPersistentVolumes } from '@ml/state/kubernetes/persistent-volume';
import { readPods } from '@ml/state/kubernetes/pod';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { LabelSelector } from '@ml/state/kubernetes/label-selector';
import { withReferencedLabels } from '@ml/state/kubernetes/referenced-labels';
import { readServices, type ServiceState } from '@ml/state/kubernetes/service';
import { readDeployments, readStatefulSets } from '@ml/state/kubernetes/workload';
import type { WorkloadState } from '@ml/state/kubernetes/workload-state';
import { readObservedAt } from '@ml/state/observed/observed-at';
import { readTraffic, type TrafficState } from '@ml/state/observed/traffic';
import type { OptOut } from '@ml/state/opt-out';
import type { Read } from '@ml/state/read';
import { optional } from '@ml/state/shapes';
import type { EpochMs } from '@ml/units/brand';

export type NetworkNode = Pick<LabelledNodeState, 'name' | 'region' | 'zone' | 'labels' | 'allocatable' | 'taints' | 'cordoned' | 'ready' | 'deleting'>;

export type NetworkPod = Pick<
  PodState,
  | 'namespace'
  | 'name'
  | 'nodeName'
  | 'phase'
  | 'ready'
  | 'labels'
  | 'workload'
  | 'staticPod'
  | 'daemon'
  | 'deletionTimestamp'
  | 'requests'
  | 'nodeSelector'
  | 'nodeAffinity'
  | 'podAffinity'
  | 'podAntiAffinity'
  | 'topologySpread'
  | 'tolerations'
  | 'hostPorts'
  | 'optOut'
> & { readonly claims: readonly string[]; /** Whether it reads or writes files of its node. */ readonly hostPath: boolean };

/** The object behind pods: what its pods are selected by, and whether it may be touched. */
export interface Controller {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector | null;
  readonly optOuts: readonly OptOut[];
}

export type NetworkService = Omit<ServiceState, 'loadBalancer'>;

export interface NamespaceMark {
  readonly name: string;
  readonly optOut: OptOut | null;
}

export interface ClaimLink {
  readonly namespace: string;
  readonly name: string;
  readonly volumeName: string | null;
}

export interface VolumePin {
  readonly name: string;
  /** Whether it can be reached from some nodes only. */
  readonly pinned: boolean;
}

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface NetworkOptimizerState {
  readonly observed_at: EpochMs | null;
  readonly traffic: readonly TrafficState[] | null;
  readonly nodes: readonly NetworkNode[] | null;
  readonly pods: readonly NetworkPod[] | null;
  readonly deployments: readonly Controller[] | null;
  readonly stateful_sets: readonly Controller[] | null;
  readonly services: readonly NetworkService[] | null;
  readonly persistent_volumes: readonly VolumePin[] | null;
  readonly persistent_volume_claims: readonly ClaimLink[] | null;
  readonly namespaces: readonly NamespaceMark[] | null;
}

const nodes: Read<readonly NetworkNode[]> = (value) =>
  readLabelledNodes(value).map(({ name, region, zone, labels, allocatable, taints, cordoned, ready, deleting }) => ({ name, region, zone, labels, allocatable, taints, cordoned, ready, deleting }));

const pods: Read<readonly NetworkPod[]> = (value) => readPods(value).map(podOf);

const podOf = (pod: PodState): NetworkPod => ({
  namespace: pod.namespace,
  name: pod.name,
  nodeName: pod.nodeName,
  phase: pod.phase,
  ready: pod.ready,
  labels: pod.labels,
  workload: pod.workload,
  staticPod: pod.staticPod,
  daemon: pod.daemon,
  deletionTimestamp: pod.deletionTimestamp,
  requests: pod.requests,
  nodeSelector: pod.nodeSelector,
  nodeAffinity: pod.nodeAffinity,
  podAffinity: pod.podAffinity,
  podAntiAffinity: pod.podAntiAffinity,
  topologySpread: pod.topologySpread,
  tolerations: pod.tolerations,
  hostPorts: pod.hostPorts,
  optOut: pod.optOut,
  claims: pod.volumes.claims,
  hostPath: pod.volumes.hostPath,
});

const controllers =
  (read: Read<readonly WorkloadState[]>): Read<readonly Controller[]> =>
  (value) =>
    read(value).map(({ kind, namespace, name, selector, optOut, template }) => ({ kind, namespace, name, selector, optOuts: [optOut, template.optOut].filter((one) => one !== null) }));

const services: Read<readonly NetworkService[]> = (value) => readServices(value).map(({ loadBalancer: _, ...others }) => others);

const volumes: Read<readonly VolumePin[]> = (value) => readPersistentVolumes(value).map(({ name, zone, nodeAffinity }) => ({ name, pinned: zone !== null || nodeAffinity !== null }));

const claims: Read<readonly ClaimLink[]> = (value) => readPersistentVolumeClaims(value).map(({ namespace, name, volumeName }) => ({ namespace, name, volumeName }));

const read: (posted: unknown) => NetworkOptimizerState = currentState({
  observed_at: readObservedAt,
  traffic: optional(readTraffic),
  nodes: optional(nodes),
  pods: optional(pods),
  deployments: optional(controllers(readDeployments)),
  stateful_sets: optional(controllers(readStatefulSets)),
  services: optional(services),
  persistent_volumes: optional(volumes),
  persistent_volume_claims: optional(claims),
  namespaces: optional((value) => readNamespaces(value).map(({ name, optOut }) => ({ name, optOut }))),
});

export const projectNetworkOptimizerState = (posted: unknown): NetworkOptimizerState => {
  const state = read(posted);
  const selectors = [...(state.deployments ?? []), ...(state.stateful_sets ?? []), ...(state.services ?? [])].map(({ selector }) => selector);
  const kept = withReferencedLabels({ nodes: state.nodes ?? [], pods: state.pods ?? [] }, { selectors });
  return { ...state, nodes: state.nodes === null ? null : kept.nodes, pods: state.pods === null ? null : kept.pods };
};
