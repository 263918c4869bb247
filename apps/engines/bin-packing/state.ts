import { currentState } from '@ml/state/current-state';
import { readNamespaces, type NamespaceState } from '@ml/state/kubernetes/namespace';
import { readLabelledNodes, type LabelledNodeState } from '@ml/state/kubernetes/node';
import { readPersistentVolumeClaims, type PersistentVolumeClaimState } from '@ml/state/kubernetes/persistent-volume-claim';
import { readPersistentVolumes, type PersistentVolumeState } from '@ml/state/kubernetes/persistent-volume';
import { readPodDisruptionBudgets, type PodDisruptionBudgetState } from '@ml/state/kubernetes/pod-disruption-budget';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { readPlacedPods } from '@ml/state/kubernetes/pod';
import { withReferencedLabels } from '@ml/state/kubernetes/referenced-labels';
import { optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** What this engine reads of `current_state`; null: the list was not sent. */
export interface BinPackingState {
  readonly observed_at: EpochMs | null;
  readonly nodes: readonly LabelledNodeState[] | null;
  readonly pods: readonly PodState[] | null;
  readonly pod_disruption_budgets: readonly PodDisruptionBudgetState[] | null;
  readonly persistent_volumes: readonly PersistentVolumeState[] | null;
  readonly persistent_volume_claims: readonly PersistentVolumeClaimState[] | null;
  readonly namespaces: readonly NamespaceState[] | null;
}

const read: (posted: unknown) => BinPackingState = currentState({
  observed_at: optional(time),
  nodes: optional(readLabelledNodes),
  pods: optional(readPlacedPods),
  pod_disruption_budgets: optional(readPodDisruptionBudgets),
  persistent_volumes: optional(readPersistentVolumes),
  persistent_volume_claims: optional(readPersistentVolumeClaims),
  namespaces: optional(readNamespaces),
});

export const projectBinPackingState = (posted: unknown): BinPackingState => {
  const state = read(posted);
  const kept = withReferencedLabels(
    { nodes: state.nodes ?? [], pods: state.pods ?? [] },
    {
      selectors: (state.pod_disruption_budgets ?? []).map(({ selector }) => selector),
      nodeTerms: (state.persistent_volumes ?? []).flatMap(({ nodeAffinity }) => nodeAffinity ?? []),
    },
  );
  return { ...state, nodes: state.nodes === null ? null : kept.nodes, pods: state.pods === null ? null : kept.pods };
};
