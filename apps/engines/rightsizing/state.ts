import { currentState } from '@ml/state/current-state';
import { readHorizontalPodAutoscalers, type HorizontalPodAutoscalerState } from '@ml/state/kubernetes/horizontal-pod-autoscaler';
import { readNamespaces } from '@ml/state/kubernetes/namespace';
import { readNodes, type NodeState } from '@ml/state/kubernetes/node';
import type { Owner } from '@ml/state/kubernetes/owner';
import { readPodDisruptionBudgets } from '@ml/state/kubernetes/pod-disruption-budget';
import { readScaledObjects, type ScaledObjectState } from '@ml/state/kubernetes/scaled-object';
import { readDaemonSets, readDeployments, readReplicaSets, readStatefulSets } from '@ml/state/kubernetes/workload';
import type { WorkloadState } from '@ml/state/kubernetes/workload-state';
import { readContainerEvents } from '@ml/state/observed/container-event';
import { readUsage, type UsageState } from '@ml/state/observed/usage';
import type { OptOut } from '@ml/state/opt-out';
import { fallback, optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';
import { readSizedPods, type PodSeen } from './read-sized-pods';
import { underBudgets } from './under-budgets';
import { sizedContainer, type SizedContainer, type SizedPod } from './sized-pod';

/** A workload as far as sizes go. */
export interface SizedWorkload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner: Owner | null;
  readonly replicas: number | null;
  readonly containers: readonly SizedContainer[];
  readonly optOuts: readonly OptOut[];
  readonly gitOps: string | null;
}

export interface OomEvent {
  readonly namespace: string;
  readonly pod: string;
  /** Who owns the pod, where an ended pod says so. */
  readonly workload: Owner | null;
  readonly container: string | null;
}

/** What this engine reads of `current_state`; null: the list was not sent. */
export interface RightsizingState {
  readonly observed_at: EpochMs | null;
  readonly usage: UsageState | null;
  readonly nodes: readonly NodeState[] | null;
  /** Those that take room or will. */
  readonly pods: readonly SizedPod[] | null;
  readonly workloads: readonly SizedWorkload[];
  readonly horizontal_pod_autoscalers: readonly HorizontalPodAutoscalerState[] | null;
  readonly scaled_objects: readonly ScaledObjectState[];
  readonly namespace_opt_outs: readonly { readonly name: string; readonly optOut: OptOut }[];
  readonly oom_events: readonly OomEvent[];
}

const read = currentState({
  observed_at: optional(time),
  usage: optional(readUsage),
  nodes: optional(readNodes),
  pods: optional(readSizedPods),
  pod_disruption_budgets: fallback(readPodDisruptionBudgets, []),
  deployments: fallback(readDeployments, []),
  stateful_sets: fallback(readStatefulSets, []),
  daemon_sets: fallback(readDaemonSets, []),
  replica_sets: fallback(readReplicaSets, []),
  horizontal_pod_autoscalers: optional(readHorizontalPodAutoscalers),
  scaled_objects: fallback(readScaledObjects, []),
  namespaces: fallback(readNamespaces, []),
  events: fallback(readContainerEvents, []),
});

export const projectRightsizingState = (posted: unknown): RightsizingState => {
  const { pods, pod_disruption_budgets, deployments, stateful_sets, daemon_sets, replica_sets, namespaces, events, ...kept } = read(posted);
  return {
    ...kept,
    pods: pods === null ? null : underBudgets(pods, pod_disruption_budgets),
    workloads: [...deployments, ...stateful_sets, ...daemon_sets, ...replica_sets].map(sizedWorkload),
    namespace_opt_outs: namespaces.flatMap(({ name, optOut }) => (optOut === null ? [] : [{ name, optOut }])),
    oom_events: [...events.filter(({ reason }) => reason === 'OOMKilled').map(({ namespace, pod, container }) => ({ namespace, pod, workload: null, container })), ...(pods ?? []).flatMap(killsOf)],
  };
};

/** A pod that has ended takes no room, and still tells how it ended. */
const killsOf = ({ ended, sized: { namespace, name, workload, oomKilled } }: PodSeen): readonly OomEvent[] => (ended ? oomKilled.map((container) => ({ namespace, pod: name, workload, container })) : []);

const sizedWorkload = ({ kind, namespace, name, owner, replicas, template, optOut, gitOps }: WorkloadState): SizedWorkload => ({
  kind,
  namespace,
  name,
  owner,
  replicas,
  containers: template.containers.map(sizedContainer),
  optOuts: [optOut, template.optOut].filter((found) => found !== null),
  gitOps,
});
