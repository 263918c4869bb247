import type { EpochMs } from '@ml/units/brand';
import type { OptOut } from '../opt-out';
import type { ContainerState } from './container';
import type { ContainerStatus } from './container-status';
import type { Labels } from './label-selector';
import type { NodeAffinity } from './node-affinity';
import type { Owner } from './owner';
import type { PodAffinity } from './pod-affinity';
import type { ResourceTotals } from './resource-amounts';
import type { Toleration } from './taint';
import type { TopologySpread } from './topology-spread';

export interface HostPort {
  /** `0.0.0.0` is every address. */
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

export interface PodVolumes {
  /** Names of persistent volume claims in the pod's namespace, those of generic ephemeral volumes included. */
  readonly claims: readonly string[];
  /** An `emptyDir` on the disk of the node; one in memory counts as memory of the containers. */
  readonly emptyDir: boolean;
  readonly hostPath: boolean;
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** A Kubernetes Pod as far as engines need it. JSON in, JSON out: the same value. */
export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | null;
  /** null while it is not scheduled. */
  readonly nodeName: string | null;
  readonly phase: string | null;
  /** `Evicted`, `Preempting`, `NodeLost`, ... */
  readonly reason: string | null;
  readonly ready: boolean | null;
  readonly labels: Labels;
  /** The controller as the object names it: a ReplicaSet, StatefulSet, DaemonSet, Job, ... null is a bare pod. */
  readonly owner: Owner | null;
  /** The Deployment behind a ReplicaSet when its hash proves it; else the same as `owner`. */
  readonly workload: Owner | null;
  /** Run by the kubelet from a file: nothing in the API moves it. */
  readonly staticPod: boolean;
  readonly daemon: boolean;
  readonly priority: number | null;
  readonly priorityClassName: string | null;
  readonly createdAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  /** When it will be or was to be gone, once somebody deletes it. */
  readonly deletionTimestamp: EpochMs | null;
  /** As the scheduler counts them, overhead included. */
  readonly requests: ResourceTotals;
  /** Init containers and sidecars included, each by its role. */
  readonly containers: readonly ContainerState[];
  /** Those of init containers included; names are unique within a pod. */
  readonly containerStatuses: readonly ContainerStatus[];
  readonly qosClass: QosClass;
  readonly nodeSelector: Labels;
  readonly nodeAffinity: NodeAffinity | null;
  readonly podAffinity: PodAffinity | null;
  readonly podAntiAffinity: PodAffinity | null;
  readonly topologySpread: readonly TopologySpread[];
  readonly tolerations: readonly Toleration[];
  readonly hostPorts: readonly HostPort[];
  readonly hostNetwork: boolean;
  readonly volumes: PodVolumes;
  /** Kubernetes takes 30 s where it is null. */
  readonly terminationGraceSeconds: number | null;
  readonly optOut: OptOut | null;
  /** `cluster-autoscaler.kubernetes.io/safe-to-evict`: true lifts the rules about local storage and bare pods, false is an opt-out. */
  readonly safeToEvict: boolean | null;
  /** `controller.kubernetes.io/pod-deletion-cost`: the cheapest pod goes first. */
  readonly deletionCost: number;
}
