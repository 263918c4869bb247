import type { OptOut } from '@ml/state/opt-out';
import type { ContainerRole, ContainerState } from '@ml/state/kubernetes/container';
import type { ContainerStatus } from '@ml/state/kubernetes/container-status';
import type { Owner } from '@ml/state/kubernetes/owner';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { Bytes, EpochMs, Millicores } from '@ml/units/brand';

export interface Amounts {
  readonly cpu: Millicores | null;
  readonly memory: Bytes | null;
}

/** What a container asks for; whatever else it is made of stays behind. */
export interface SizedContainer {
  readonly name: string;
  readonly role: ContainerRole;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly javaHeap: Bytes | null;
}

/** A pod as far as sizes go: a stored state holds thousands. */
export interface SizedPod {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string | null;
  readonly workload: Owner | null;
  readonly staticPod: boolean;
  readonly createdAt: EpochMs | null;
  readonly startedAt: EpochMs | null;
  /** As the scheduler counts them. */
  readonly cpu: Millicores;
  readonly memory: Bytes;
  readonly containers: readonly SizedContainer[];
  /** Names of the containers that ran out of memory the last time they ended. */
  readonly oomKilled: readonly string[];
  readonly optOut: OptOut | null;
}

export const hasEnded = ({ phase }: PodState): boolean => phase === 'Succeeded' || phase === 'Failed';

export const sizedContainer = ({ name, role, requests, limits, javaHeap }: ContainerState): SizedContainer => ({
  name,
  role,
  requests: { cpu: requests.cpu, memory: requests.memory },
  limits: { cpu: limits.cpu, memory: limits.memory },
  javaHeap,
});

export const sizedPod = (pod: PodState): SizedPod => ({
  namespace: pod.namespace,
  name: pod.name,
  nodeName: pod.nodeName,
  workload: pod.workload,
  staticPod: pod.staticPod,
  createdAt: pod.createdAt,
  startedAt: pod.startedAt,
  cpu: pod.requests.cpu,
  memory: pod.requests.memory,
  containers: pod.containers.map(sizedContainer),
  oomKilled: pod.containerStatuses.filter(ranOutOfMemory).map(({ name }) => name),
  optOut: pod.optOut,
});

const OOM = 'OOMKilled';

const ranOutOfMemory = ({ terminated, lastTerminated }: ContainerStatus): boolean => terminated?.reason === OOM || lastTerminated?.reason === OOM;
