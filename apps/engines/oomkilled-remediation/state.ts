import { currentState } from '@ml/state/current-state';
import type { ContainerState } from '@ml/state/kubernetes/container';
import type { ContainerStatus } from '@ml/state/kubernetes/container-status';
import { readNamespaces } from '@ml/state/kubernetes/namespace';
import { readNodes } from '@ml/state/kubernetes/node';
import { readPods } from '@ml/state/kubernetes/pod';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { readDaemonSets, readDeployments, readStatefulSets } from '@ml/state/kubernetes/workload';
import type { WorkloadState } from '@ml/state/kubernetes/workload-state';
import { readContainerEvents, type ContainerEventState } from '@ml/state/observed/container-event';
import { readObservedAt } from '@ml/state/observed/observed-at';
import { NO_USAGE, readUsage } from '@ml/state/observed/usage';
import type { Series } from '@ml/state/observed/series';
import type { OptOut } from '@ml/state/opt-out';
import type { Read, Reads } from '@ml/state/read';
import { fallback, optional } from '@ml/state/shapes';
import type { Bytes, EpochMs } from '@ml/units/brand';

/** Of a container what a bump changes. */
export interface MemoryOf {
  readonly name: string;
  readonly request: Bytes | null;
  readonly limit: Bytes | null;
  readonly javaHeap: Bytes | null;
}

export type OomPod = Pick<PodState, 'namespace' | 'name' | 'owner' | 'workload' | 'staticPod' | 'reason' | 'optOut'> & {
  readonly containers: readonly MemoryOf[];
  readonly containerStatuses: readonly ContainerStatus[];
};

export interface Hands {
  readonly kind: WorkloadState['kind'] | 'Namespace';
  readonly namespace: string;
  readonly name: string;
  readonly optOut: OptOut | null;
  readonly gitOps: WorkloadState['gitOps'];
}

export interface MemorySeries {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly bytes: Series;
}

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface OomState {
  readonly observed_at: EpochMs | null;
  readonly pods: readonly OomPod[] | null;
  readonly events: readonly ContainerEventState[];
  /** The most memory that one node can give to pods; null when no node says. */
  readonly largest_node: Bytes | null;
  /** Whoever owns pods and may say "hands off". */
  readonly workloads: readonly Hands[];
  readonly usage: { readonly stepSeconds: number | null; readonly series: readonly MemorySeries[] };
}

const memoryOf = ({ name, requests, limits, javaHeap }: ContainerState): MemoryOf => ({ name, request: requests.memory, limit: limits.memory, javaHeap });

const podOf = ({ namespace, name, owner, workload, staticPod, reason, optOut, containers, containerStatuses }: PodState): OomPod => ({
  namespace,
  name,
  owner,
  workload,
  staticPod,
  reason,
  optOut,
  containers: containers.map(memoryOf),
  containerStatuses,
});

const pods: Read<readonly OomPod[]> = (value) => readPods(value).map(podOf);

const handsOf = ({ kind, namespace, name, optOut, gitOps }: Hands): Hands => ({ kind, namespace, name, optOut, gitOps });

const workloads =
  (read: Read<readonly WorkloadState[]>): Read<readonly Hands[]> =>
  (value) =>
    read(value).map(handsOf);

const namespaces: Read<readonly Hands[]> = (value) => readNamespaces(value).map(({ name, optOut }) => ({ kind: 'Namespace', namespace: name, name, optOut, gitOps: null }));

const largestNode: Read<Bytes | null> = (value) =>
  readNodes(value).reduce<Bytes | null>((most, { allocatable, capacity }) => {
    const memory = allocatable.memory ?? capacity.memory;
    return memory !== null && (most === null || memory > most) ? memory : most;
  }, null);

const read = currentState({
  observed_at: readObservedAt,
  pods: optional(pods),
  events: fallback(readContainerEvents, []),
  nodes: fallback(largestNode, null),
  deployments: fallback(workloads(readDeployments), []),
  stateful_sets: fallback(workloads(readStatefulSets), []),
  daemon_sets: fallback(workloads(readDaemonSets), []),
  namespaces: fallback(namespaces, []),
  usage: fallback(readUsage, NO_USAGE),
});

export const projectOomState = (posted: unknown): OomState => {
  const given = read(posted);
  return {
    observed_at: given.observed_at,
    pods: given.pods,
    events: given.events,
    largest_node: given.nodes,
    workloads: [...given.deployments, ...given.stateful_sets, ...given.daemon_sets, ...given.namespaces],
    usage: { stepSeconds: given.usage.window?.stepSeconds ?? null, series: seriesOf(given.usage) },
  };
};

const seriesOf = ({ containers }: Reads<typeof readUsage>): readonly MemorySeries[] =>
  containers.flatMap(({ namespace, pod, container, memoryBytes }) => (memoryBytes === null ? [] : [{ namespace, pod, container, bytes: memoryBytes }]));
