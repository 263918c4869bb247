import type { Reason } from '@ml/contracts/decision';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { UsdPerHour } from '@ml/units/brand';
import { MINUTE_MS } from '@ml/units/time';
import { evictionGroups, type Limit } from './eviction-groups';
import { nodeReason, takesNoPods, utilisationOf, type NodeFacts } from './node-look';
import { nodePrice } from './node-price';
import { reasonToStay, staysWithNode, type Mover, type PodContext } from './pod-look';
import { disruptionOf, evictionCost, MoveScore, type Amount } from './score';
import type { Situation } from './situation';
import { unlistedNodes } from './unlisted';

/** A node as a candidate for removal. */
export interface Candidate {
  readonly index: number;
  readonly name: string;
  /** USD an hour; undefined only where `hold` says why it stays. */
  readonly price: UsdPerHour | undefined;
  readonly utilisation: number;
  readonly disruption: number;
  /** Pods that would have to move, in rounds that budgets allow. */
  readonly rounds: readonly (readonly number[])[];
  readonly pods: number;
  readonly movers: readonly Mover[];
  /** Why it must stay whatever is tried. */
  readonly hold: Reason | null;
}

export interface Survey {
  /** By node. */
  readonly candidates: readonly Candidate[];
  /** Everything that has a price. */
  readonly whole: Amount;
  /** Nodes that may take pods. */
  readonly targets: readonly number[];
}

export const surveyed = (situation: Situation): Survey => {
  const { nodes, cluster, board, prices, constraints, input } = situation;
  const excluded = new Set(constraints.excluded);
  const podsOn = podsByNode(situation);
  const unlisted = unlistedNodes(situation);
  const context: PodContext = { constraints, excluded, ignoredNamespaces: ignoredNamespaces(situation), now: input.now };
  const facts = nodes.map((node, index): NodeFacts => ({
    node,
    price: nodePrice(prices, node),
    offered: cluster.offered[index] ?? NOTHING,
    free: board.free[index] ?? NOTHING,
    unlisted: unlisted.has(index),
    young: isYoung(situation, node),
  }));
  const candidates = facts.map((fact, index) => candidateOf(situation, { index, fact, movers: podsOn[index] ?? [], context, excluded }));
  const priced = candidates.filter(({ price }) => price !== undefined);
  return {
    candidates,
    whole: { cost: sumOf(priced.map(({ price }) => price ?? 0)), disruption: sumOf(priced.map(({ disruption }) => disruption)) },
    targets: facts.flatMap((fact, index) => (takesNoPods(fact) ? [] : [index])),
  };
};

/** By the lists: what has come to the node since then nobody knows. One from the future is new, too. */
const isYoung = ({ input: { state, now }, config }: Situation, { createdAt }: LabelledNodeState): boolean =>
  createdAt !== null && (state.observed_at ?? now) - createdAt < config.young_node_minutes * MINUTE_MS;

/** Marks of the downscaler on a namespace are about hours, not about nodes. */
const ignoredNamespaces = ({ input }: Situation): ReadonlySet<string> =>
  new Set((input.state.namespaces ?? []).flatMap(({ name, optOut }) => (optOut?.key.startsWith('cloudoptim') === true ? [name] : [])));

const NOTHING = new Float64Array();
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);

/** By node: those that would have to go elsewhere. */
const podsByNode = ({ nodes, cluster }: Situation): readonly (readonly number[])[] => {
  const lists = nodes.map((): number[] => []);
  cluster.pods.forEach((pod, index) => {
    if (!staysWithNode(pod)) lists[cluster.nodeOf[index] ?? -1]?.push(index);
  });
  return lists;
};

interface Look {
  readonly index: number;
  readonly fact: NodeFacts;
  readonly movers: readonly number[];
  readonly context: PodContext;
  readonly excluded: ReadonlySet<string>;
}

const candidateOf = (situation: Situation, { index, fact, movers, context, excluded }: Look): Candidate => {
  const { cluster } = situation;
  const looked = movers.flatMap((pod): readonly (Mover & { readonly index: number })[] => {
    const state = cluster.pods[pod];
    const disks = situation.disks[pod];
    return state === undefined || disks === undefined ? [] : [{ index: pod, pod: state, disks, budgets: situation.budgetsOf(state) }];
  });
  const found = {
    index,
    name: fact.node.name,
    price: fact.price,
    utilisation: utilisationOf(fact),
    disruption: disruptionOf(looked.map(({ pod }) => evictionCost(pod))),
    pods: looked.length,
    movers: looked,
  };
  const hold = nodeReason(fact, excluded) ?? firstReason(looked, context);
  if (hold !== null) return { ...found, rounds: [], hold };
  const limits = new Map(looked.map((mover) => [mover.index, limitsOf(situation, mover)]));
  const ordered = largestFirst(situation, looked.map(({ index: pod }) => pod), fact);
  return { ...found, rounds: evictionGroups(ordered, (pod) => limits.get(pod) ?? []), hold: null };
};

const firstReason = (movers: readonly Mover[], context: PodContext): Reason | null => {
  for (const mover of movers) {
    const reason = reasonToStay(mover, context);
    if (reason !== null) return reason;
  }
  return null;
};

/** Never more than a budget allows, and never all pods of a workload that has several. */
const limitsOf = ({ board }: Situation, { index, budgets }: Mover & { readonly index: number }): readonly Limit[] => {
  const size = board.crowds.sizeOf(index);
  const together = size < 2 ? [] : [{ key: `workload ${board.cluster.crowdOf[index] ?? 0}`, atOnce: Math.ceil(size / 2) }];
  return [...budgets.map(({ key, allowed }) => ({ key: `budget ${key}`, atOnce: allowed ?? 0 })), ...together];
};

/** The hardest to place first: by its largest share of the node it leaves. */
const largestFirst = ({ cluster }: Situation, pods: readonly number[], { offered }: NodeFacts): readonly number[] => {
  const weight = (pod: number): number => {
    const amounts = cluster.shapes[cluster.shapeOf[pod] ?? 0]?.amounts ?? NOTHING;
    return amounts.reduce((most, amount, place) => (amount > 0 ? Math.max(most, amount / Math.max(1, offered[place] ?? 0)) : most), 0);
  };
  const weights = new Map(pods.map((pod) => [pod, weight(pod)]));
  return [...pods].sort((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0) || one - other);
};

export const scoreOf = (candidate: Candidate, whole: Amount, k: number): MoveScore =>
  new MoveScore({ cost: candidate.price ?? 0, disruption: candidate.disruption }, whole, { k, empty: candidate.pods === 0 });
