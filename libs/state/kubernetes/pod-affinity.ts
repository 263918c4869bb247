import type { LabelSelector } from './label-selector';

export interface PodAffinityTerm {
  readonly topologyKey: string;
  readonly labelSelector: LabelSelector | null;
  /** With neither names nor a selector of namespaces, the pod's own namespace is meant. */
  readonly namespaces: readonly string[];
  readonly namespaceSelector: LabelSelector | null;
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys: readonly string[];
}

export interface PreferredPodTerm {
  /** 1 to 100. */
  readonly weight: number;
  readonly term: PodAffinityTerm;
}

/** Affinity or anti-affinity: the same form. */
export interface PodAffinity {
  readonly required: readonly PodAffinityTerm[];
  readonly preferred: readonly PreferredPodTerm[];
}
