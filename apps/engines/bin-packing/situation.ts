import type { Held, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import type { DecideInput } from '@ml/engine-kernel/engine';
import { priceListOf, type PriceList } from '@ml/engine-kernel/price-list';
import { regionFrom } from '@ml/engine-kernel/region';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { askReaders, type Constraints, type Requirements } from './ask';
import { podBudgets } from './budget-state';
import type { BinPackingConfig, BinPackingSettings } from './config';
import { disksOf } from './disks-of';
import { listsOf } from './lists';
import { boardOf, type Board } from './model/board';
import { clusterOf, type Cluster } from './model/cluster';
import type { Disks } from './model/disks';
import type { KnownNamespace } from './model/namespaces';
import type { NodeLimits } from './model/resources';
import { budgetsOver, type PodBudget } from './pod-budgets';
import type { BinPackingState } from './state';

export type BinPackingInput = DecideInput<BinPackingState, BinPackingSettings>;

/** Everything that is known before a move is tried. */
export interface Situation {
  readonly input: BinPackingInput;
  readonly config: BinPackingConfig;
  readonly requirements: Requirements;
  readonly constraints: Constraints;
  readonly region: string | undefined;
  readonly prices: PriceList | undefined;
  readonly nodes: readonly LabelledNodeState[];
  readonly cluster: Cluster;
  readonly board: Board;
  /** By pod of the cluster. */
  readonly disks: readonly Disks[];
  readonly budgetsOf: (pod: PodState) => readonly PodBudget[];
  readonly warnings: readonly Reason[];
  readonly held: readonly Held[];
  readonly missing: readonly string[];
}

/** There is nothing to decide with: the first of `none` says why. */
export interface NoSituation {
  readonly none: readonly Held[];
  readonly missing: readonly string[];
}

export const regionOf = (request: BinPackingInput['request'], { nodes }: BinPackingState): string | undefined =>
  regionFrom(
    request,
    (nodes ?? []).flatMap(({ region, zone }) => [region, zone]),
  );

export const situationOf = (input: BinPackingInput): Situation | NoSituation => {
  const { request, state, facts, config } = input;
  const ask = readAsk(request, askReaders);
  if ('held' in ask) return { none: ask.held, missing: [] };
  const lists = listsOf(state);
  if ('none' in lists) return lists;
  const region = regionOf(request, state);
  const prices = priceListOf(facts, region);
  const { nodes, pods } = lists;
  const disks = disksOf(pods, { claims: state.persistent_volume_claims ?? [], volumes: state.persistent_volumes ?? [] });
  const limits = ({ instanceType }: LabelledNodeState): NodeLimits => ({ pods: prices?.type(instanceType)?.max_pods ?? null, disks: config.max_volumes });
  const cluster = clusterOf({ nodes, pods, disks, limits, namespaces: knownNamespaces(state, pods) });
  const budgetsOf = budgetsOver(podBudgets(state.pod_disruption_budgets ?? [], pods));
  return { ...lists, ...ask, input, config, region, prices, cluster, board: boardOf(cluster), disks, budgetsOf };
};

/** Namespaces that were sent, and those that only pods name. */
const knownNamespaces = ({ namespaces }: BinPackingState, pods: readonly PodState[]): readonly KnownNamespace[] => {
  const known = new Map<string, KnownNamespace>((namespaces ?? []).map(({ name, labels }) => [name, { name, labels }]));
  for (const { namespace } of pods) if (!known.has(namespace)) known.set(namespace, { name: namespace, labels: null });
  return [...known.values()];
};
