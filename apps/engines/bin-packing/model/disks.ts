import type { NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';

/** What the volumes of a pod ask of its node. */
export interface Disks {
  /** Attached over the network, one place each. */
  readonly attached: number;
  /** Of each volume that stands somewhere: one of its terms must match the node. */
  readonly places: readonly (readonly NodeSelectorTerm[])[];
  /** Why nobody can say where the pod may go; null when its volumes are known. */
  readonly unknown: string | null;
}

export const NO_DISKS: Disks = { attached: 0, places: [], unknown: null };
