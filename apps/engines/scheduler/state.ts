import { currentState } from '@ml/state/current-state';
import { readCronJobs, type CronJobState } from '@ml/state/kubernetes/cron-job';
import type { GitOps } from '@ml/state/kubernetes/git-ops';
import { readHorizontalPodAutoscalers, type HorizontalPodAutoscalerState } from '@ml/state/kubernetes/horizontal-pod-autoscaler';
import type { Labels } from '@ml/state/kubernetes/label-selector';
import { readNamespaces, type NamespaceState } from '@ml/state/kubernetes/namespace';
import { readNodes, type NodeState } from '@ml/state/kubernetes/node';
import type { Owner } from '@ml/state/kubernetes/owner';
import { readPods } from '@ml/state/kubernetes/pod';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { readScaledObjects, type ScaledObjectState } from '@ml/state/kubernetes/scaled-object';
import { readDeployments, readStatefulSets } from '@ml/state/kubernetes/workload';
import type { WorkloadState } from '@ml/state/kubernetes/workload-state';
import type { OptOut } from '@ml/state/opt-out';
import type { Read } from '@ml/state/read';
import { fallback, optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** A pod as far as hours and what it costs are concerned. */
export interface SchedulerPod {
  readonly namespace: string;
  readonly name: string;
  readonly node: string | null;
  readonly workload: Owner | null;
  /** Of a DaemonSet or run by the kubelet itself: it does not keep a node busy. */
  readonly fixed: boolean;
  readonly finished: boolean;
  /** Millicores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly optOut: OptOut | null;
}

export interface SchedulerWorkload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Of the object, and beside them those of its pods. */
  readonly labels: Labels;
  readonly replicas: number | null;
  readonly owner: Owner | null;
  readonly createdAt: EpochMs | null;
  readonly deleting: boolean;
  readonly optOut: OptOut | null;
  readonly podOptOut: OptOut | null;
  readonly downscaler: Labels;
  readonly gitOps: GitOps | null;
}

/** What this engine reads of `current_state`. */
export interface SchedulerState {
  readonly observed_at: EpochMs | null;
  readonly nodes: readonly NodeState[];
  readonly pods: readonly SchedulerPod[];
  readonly deployments: readonly SchedulerWorkload[];
  readonly stateful_sets: readonly SchedulerWorkload[];
  readonly horizontal_pod_autoscalers: readonly HorizontalPodAutoscalerState[];
  readonly scaled_objects: readonly ScaledObjectState[];
  readonly cron_jobs: readonly CronJobState[];
  readonly namespaces: readonly NamespaceState[];
}

const podOf = ({ namespace, name, nodeName, workload, daemon, staticPod, phase, requests, optOut }: PodState): SchedulerPod => ({
  namespace,
  name,
  node: nodeName,
  workload,
  fixed: daemon || staticPod,
  finished: phase === 'Succeeded' || phase === 'Failed',
  cpu: requests.cpu,
  memory: requests.memory,
  optOut,
});

const workloadOf = ({ kind, namespace, name, labels, replicas, owner, createdAt, deletionTimestamp, optOut, template, downscaler, gitOps }: WorkloadState): SchedulerWorkload => ({
  kind,
  namespace,
  name,
  // Most pods are labelled as what makes them.
  labels: Object.keys(labels).length === 0 ? template.labels : { ...template.labels, ...labels },
  replicas,
  owner,
  createdAt,
  deleting: deletionTimestamp !== null,
  optOut,
  podOptOut: template.optOut,
  downscaler,
  gitOps,
});

const each =
  <From, To>(read: Read<readonly From[]>, narrowed: (item: From) => To): Read<readonly To[]> =>
  (value) =>
    read(value).map(narrowed);

export const projectSchedulerState: (posted: unknown) => SchedulerState = currentState({
  observed_at: optional(time),
  nodes: fallback(readNodes, []),
  pods: fallback(each(readPods, podOf), []),
  deployments: fallback(each(readDeployments, workloadOf), []),
  stateful_sets: fallback(each(readStatefulSets, workloadOf), []),
  horizontal_pod_autoscalers: fallback(readHorizontalPodAutoscalers, []),
  scaled_objects: fallback(readScaledObjects, []),
  cron_jobs: fallback(readCronJobs, []),
  namespaces: fallback(readNamespaces, []),
});
