import type { Held, Reason } from '@ml/contracts/decision';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { hasEnded } from './pod-look';
import type { BinPackingState } from './state';

/** The lists that a decision cannot do without, and what is odd about them. */
export interface Lists {
  readonly nodes: readonly LabelledNodeState[];
  /** Those that take room or will. */
  readonly pods: readonly PodState[];
  readonly held: readonly Held[];
  readonly warnings: readonly Reason[];
  readonly missing: readonly string[];
}

export interface NoLists {
  readonly none: readonly Held[];
  readonly missing: readonly string[];
}

export const listsOf = (state: BinPackingState): Lists | NoLists => {
  const { nodes, pods } = state;
  if (nodes === null) return lacking('current_state.nodes', 'MISSING_FIELD', 'current_state.nodes is missing');
  if (nodes.length === 0) return lacking('current_state.nodes', 'NO_NODES', 'there are no nodes');
  if (pods === null) return lacking('current_state.pods', 'MISSING_FIELD', 'current_state.pods is missing: without it every node looks empty');
  if (pods.length === 0) return lacking('current_state.pods', 'NO_PODS', 'there are no pods, which no running cluster is without: the list is not whole');
  const names = new Set(nodes.map(({ name }) => name));
  const alive = pods.filter((pod) => !hasEnded(pod));
  const strangers = alive.filter(({ nodeName }) => nodeName !== null && !names.has(nodeName));
  return { nodes, pods: alive, held: strangersHeld(strangers), warnings: [], missing: missingOf(state, alive) };
};

const lacking = (name: string, code: string, text: string): NoLists => ({ none: [{ target: { kind: 'Request', name }, code, text }], missing: code === 'MISSING_FIELD' ? [name] : [] });

/** Names shown of what is odd. */
const SHOWN = 20;

const strangersHeld = (pods: readonly PodState[]): readonly Held[] =>
  pods.length === 0
    ? []
    : [
        {
          target: { kind: 'Pods', name: `${pods.length} pods` },
          code: 'UNKNOWN_NODE',
          text: `${pods.length} pods run on nodes that are not in the list, so nobody knows what they take: they are left alone`,
          details: { pods: pods.slice(0, SHOWN).map(({ namespace, name, nodeName }) => ({ pod: `${namespace}/${name}`, node: nodeName })) },
        },
      ];

const missingOf = (state: BinPackingState, pods: readonly PodState[]): readonly string[] => {
  const claims = pods.some(({ volumes }) => volumes.claims.length > 0);
  return [
    ...(state.observed_at === null ? ['current_state.observed_at'] : []),
    ...(state.pod_disruption_budgets === null ? ['current_state.pod_disruption_budgets'] : []),
    ...(claims && state.persistent_volume_claims === null ? ['current_state.persistent_volume_claims'] : []),
    ...(claims && state.persistent_volumes === null ? ['current_state.persistent_volumes'] : []),
  ];
};
