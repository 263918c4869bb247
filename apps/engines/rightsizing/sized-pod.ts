import type { OptOut } from '@ml/state/opt-out';
import type { ContainerRole, ContainerState } from '@ml/state/kubernetes/container';
import type { Owner } from '@ml/state/kubernetes/owner';
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
  /** Nothing would start it anew, and nobody said that it may be evicted all the same. */
  readonly bare: boolean;
  /** The disruption budget over it that lets no pod go. */
  readonly blockedBy: string | null;
  /** A vertical autoscaler has written its requests, and will do so again. */
  readonly byVpa: boolean;
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

export const sizedContainer = ({ name, role, requests, limits, javaHeap }: ContainerState): SizedContainer => ({
  name,
  role,
  requests: { cpu: requests.cpu, memory: requests.memory },
  limits: { cpu: limits.cpu, memory: limits.memory },
  javaHeap,
});
