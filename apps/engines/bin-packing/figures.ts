import { roundTo } from '@ml/units/money';
import type { Candidate, Survey } from './candidates';
import { heldBound } from './held-bound';
import { CPU, MEMORY, PODS, type Amounts } from './model/resources';
import { gapPercent, nodesLowerBound } from './packing/lower-bound';
import type { Vector } from './packing/size-class';
import type { Drain } from './drain';
import type { Outcome } from './outcome';
import { staysWithNode } from './pod-look';
import type { Situation } from './situation';
import { isVirtual } from './virtual-node';

interface Utilisation {
  readonly cpu: number;
  readonly memory: number;
}

/** How good the plan is, for people and for comparison. */
export interface Figures {
  readonly nodes_before: number;
  readonly nodes_after: number;
  /** No placement of these pods takes fewer of these nodes, even if every pod could stand on every node. */
  readonly lower_bound: number;
  /** By how much `nodes_after` exceeds it. */
  readonly gap_pct: number;
  /** The same where nodes that stay for a reason of their own do stay, with their pods. */
  readonly lower_bound_held: number;
  readonly gap_held_pct: number;
  /** Shares of what the nodes offer that pods have asked for. */
  readonly utilisation: { readonly before: Utilisation; readonly after: Utilisation };
}

export const figuresOf = (situation: Situation, survey: Survey, { drains: gone, replacements }: Outcome): Figures => {
  const workers = situation.nodes.flatMap((node, index) => (node.controlPlane || isVirtual(node) ? [] : [index]));
  const left = new Set(gone.map(({ node }) => node));
  const staying = [...workers.filter((node) => !left.has(node)), ...replacements.map(({ node }) => node)];
  const after = staying.length;
  // Nodes that are asked for more than they have, and nodes exchanged for larger ones, are beyond what the bounds are about.
  const bound = Math.min(after, nodesLowerBound(boundQuestion(situation, workers)));
  const boundHeld = Math.min(after, heldBound(situation, survey, workers));
  return {
    nodes_before: workers.length,
    nodes_after: after,
    lower_bound: bound,
    gap_pct: roundTo(gapPercent(after, bound), 1),
    lower_bound_held: boundHeld,
    gap_held_pct: roundTo(gapPercent(after, boundHeld), 1),
    utilisation: { before: utilisation(workers, situation, usedAtFirst(situation)), after: utilisation(staying, situation, freeAfter(situation, gone)) },
  };
};

const usedAtFirst = ({ cluster }: Situation): readonly Amounts[] => {
  const free = cluster.offered.map((amounts) => amounts.slice());
  cluster.pods.forEach((_, pod) => take(free[cluster.nodeOf[pod] ?? -1], cluster.shapes[cluster.shapeOf[pod] ?? 0]?.amounts));
  return free;
};

/** Of the nodes that stay: pods that wait count neither before nor after. */
const freeAfter = (situation: Situation, gone: readonly Drain[]): readonly Amounts[] => {
  const { cluster } = situation;
  const free = usedAtFirst(situation);
  for (const { pod, to } of gone.flatMap(({ rounds }) => rounds.flat())) take(free[to], cluster.shapes[cluster.shapeOf[pod] ?? 0]?.amounts);
  return free;
};

const take = (from: Amounts | undefined, amounts: Amounts | undefined): void => {
  if (from === undefined || amounts === undefined) return;
  for (let place = 0; place < from.length; place += 1) from[place] = (from[place] ?? 0) - (amounts[place] ?? 0);
};

const utilisation = (nodes: readonly number[], { cluster }: Situation, free: readonly Amounts[]): Utilisation => {
  const share = (resource: number): number => {
    const all = nodes.reduce((sum, node) => sum + (cluster.offered[node]?.[resource] ?? 0), 0);
    const unused = nodes.reduce((sum, node) => sum + (free[node]?.[resource] ?? 0), 0);
    return all > 0 ? roundTo(1 - unused / all, 3) : 0;
  };
  return { cpu: share(CPU), memory: share(MEMORY) };
};

/** Pods that would move anywhere, and what each node has for them. */
const boundQuestion = ({ cluster }: Situation, workers: readonly number[]): { readonly items: readonly Vector[]; readonly nodes: readonly Vector[] } => {
  const room = cluster.offered.map((amounts) => amounts.slice());
  const sizes = cluster.shapes.map(({ amounts }) => sizeOf(amounts));
  const items: Vector[] = [];
  const counted = new Set(workers);
  cluster.pods.forEach((pod, index) => {
    const node = cluster.nodeOf[index] ?? -1;
    const shape = cluster.shapeOf[index] ?? 0;
    if (!counted.has(node)) return;
    if (staysWithNode(pod)) take(room[node], cluster.shapes[shape]?.amounts);
    else items.push(sizes[shape] ?? []);
  });
  return { items, nodes: workers.map((node) => sizeOf(room[node] ?? NOTHING)) };
};

const NOTHING = new Float64Array();
const sizeOf = (amounts: Amounts): Vector => [amounts[CPU] ?? 0, amounts[MEMORY] ?? 0, amounts[PODS] ?? 0];

/** Of a candidate: share as a whole percentage. */
export const usedPercent = ({ utilisation: used }: Candidate): number => Math.round(used * 100);
