import type { Cluster } from './cluster';
import type { Crowds } from './crowds';
import { ANYWHERE, domainOn } from './domains';
import type { Ledger } from './ledger';
import type { ShapeRules } from './rules';
import type { Shape } from './shapes';
import { skewOn } from './skew';
import { worsens, type Move } from './worsens';

/** How things stand. */
interface Board {
  readonly cluster: Cluster;
  readonly crowds: Crowds;
  readonly ledger: Ledger;
  readonly isOpen: (node: number) => boolean;
}

/** Why a pod may not stand on a node. */
export type Obstacle = 'closed' | 'resources' | 'labels or taints' | 'host ports' | 'anti-affinity' | 'affinity' | 'topology spread' | 'availability' | 'preferences';

export const mayStand = (board: Board, pod: number, move: Move): boolean => obstacle(board, pod, move) === null;

/** The first thing in the way, in the order in which a scheduler would notice; null when the pod, which stands nowhere now, may stand there. */
export const obstacle = (board: Board, pod: number, move: Move): Obstacle | null => {
  const { cluster } = board;
  const shape = cluster.shapes[cluster.shapeOf[pod] ?? 0];
  const rules = cluster.rules[cluster.shapeOf[pod] ?? 0];
  if (shape === undefined || rules === undefined || !board.isOpen(move.node)) return 'closed';
  return ofNode(board, shape, move.node) ?? ofOthers(rules, move.node) ?? ofChange(board, { pod, rules, move });
};

const ofNode = (board: Board, shape: Shape, node: number): Obstacle | null => {
  if (!fits(board, shape, node)) return 'resources';
  if (!board.cluster.classes.admits(shape, node)) return 'labels or taints';
  return shape.sample.hostPorts.some((port) => board.ledger.hasPort(node, port)) ? 'host ports' : null;
};

const fits = ({ ledger: { free } }: Board, { amounts }: Shape, node: number): boolean => {
  const room = free[node];
  if (room === undefined) return false;
  for (let place = 0; place < amounts.length; place += 1) {
    const asked = amounts[place] ?? 0;
    if (asked > 0 && asked > (room[place] ?? 0)) return false;
  }
  return true;
};

const ofOthers = (rules: ShapeRules, node: number): Obstacle | null => {
  if (mayMeetAnyone(rules, node)) return 'anti-affinity';
  for (const term of rules.avoids) if (term.selected.at(domainOn(term, node)) > 0) return 'anti-affinity';
  for (const term of rules.selected) if (term.avoiders.total > 0 && term.avoiders.at(domainOn(term, node)) > 0) return 'anti-affinity';
  if (rules.needs.length > 0 && !hasCompany(rules, node)) return 'affinity';
  return rules.spreads.every((spread) => skewOn(spread, node) <= spread.maxSkew) ? null : 'topology spread';
};

/** Where the domain of a rule about who avoids whom is not known yet, neither side of it may stand. */
const mayMeetAnyone = ({ avoids, selected }: ShapeRules, node: number): boolean =>
  avoids.some((term) => domainOn(term, node) === ANYWHERE) || selected.some((term) => term.spec.everyone && domainOn(term, node) === ANYWHERE);

const hasCompany = ({ needs }: ShapeRules, node: number): boolean => {
  if (needs.some(({ term }) => domainOn(term, node) < 0)) return false;
  if (needs.every(({ term }) => term.selected.at(domainOn(term, node)) > 0)) return true;
  return needs.every(({ term, self }) => self && term.selected.total + term.fading.total + term.bound.total === 0);
};

interface Change {
  readonly pod: number;
  readonly rules: ShapeRules;
  readonly move: Move;
}

/** A pod that waits for its first node has nothing to lose. */
const ofChange = (board: Board, { pod, rules, move }: Change): Obstacle | null => {
  if (move.from < 0) return null;
  if (!board.crowds.allow(pod, move.node, move.from)) return 'availability';
  return worsens(board.cluster, rules.soft, move) ? 'preferences' : null;
};
