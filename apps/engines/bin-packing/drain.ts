import type { Board } from './model/board';
import { domainOn, NOWHERE } from './model/domains';

export interface PlacedPod {
  readonly pod: number;
  readonly to: number;
}

/** A node that can be emptied: who goes where, in rounds that wait for each other. */
export interface Drain {
  readonly node: number;
  readonly rounds: readonly (readonly PlacedPod[])[];
  /** Nodes that stay since they took one of the pods. */
  readonly settled: readonly number[];
}

/** A node that cannot: the pod that has no place, or that others would miss. */
export interface NoDrain {
  readonly stuck: number;
  readonly why: 'NO_PLACE' | 'NEEDED_THERE';
}

/**
 * Empties a node in the order in which it would happen: a round of pods leaves, then each of them gets a place while everything else stands where it does.
 * The node takes no pod any more. When some pod has no place, everything is as before.
 */
export const drained = (board: Board, node: number, rounds: readonly (readonly number[])[]): Drain | NoDrain => {
  const mark = board.mark();
  const wasOpen = board.isOpen(node);
  board.close(node);
  const settled: number[] = [];
  const done: PlacedPod[][] = [];
  for (const round of rounds) {
    const placed = moved(board, { node, round, settled });
    if (!Array.isArray(placed)) {
      board.undoTo(mark);
      for (const receiver of settled) board.settle(receiver, false);
      if (wasOpen) board.open(node);
      return placed as NoDrain;
    }
    done.push(placed);
  }
  return { node, rounds: done, settled };
};

interface Round {
  readonly node: number;
  readonly round: readonly number[];
  /** Nodes that stay from now on, since they take a pod. */
  readonly settled: number[];
}

const moved = (board: Board, { node, round, settled }: Round): PlacedPod[] | NoDrain => {
  for (const pod of round) board.move(pod, NOWHERE);
  const placed: PlacedPod[] = [];
  for (const pod of round) {
    const to = board.find(pod, node);
    if (to < 0) return { stuck: pod, why: 'NO_PLACE' };
    board.move(pod, to);
    if (!board.isSettled(to)) {
      board.settle(to, true);
      settled.push(to);
    }
    placed.push({ pod, to });
  }
  const missed = round.find((pod) => leavesOthersAlone(board, pod, node));
  return missed === undefined ? placed : { stuck: missed, why: 'NEEDED_THERE' };
};

/** Takes drains back that began at the mark. */
export const undo = (board: Board, mark: number, drains: readonly Drain[]): void => {
  board.undoTo(mark);
  for (const { node, settled } of drains) {
    board.open(node);
    for (const receiver of settled) board.settle(receiver, false);
  }
};

/** Carries drains out again, on a board that stands as it did before the first of them. */
export const redo = (board: Board, drains: readonly Drain[]): void => {
  for (const { node, rounds, settled } of drains) {
    board.close(node);
    for (const { pod, to } of rounds.flat()) board.move(pod, to);
    for (const receiver of settled) board.settle(receiver, true);
  }
};

/** Pods that stay and need one like this beside them would run on, but could not be started again; none is company to itself. */
const leavesOthersAlone = ({ cluster }: Board, pod: number, node: number): boolean =>
  (cluster.rules[cluster.shapeOf[pod] ?? 0]?.selected ?? []).some((term) => {
    const domain = domainOn(term, node);
    return term.needers.at(domain) > 0 && term.selected.at(domain) <= (term.peers.at(domain) > 0 ? 1 : 0);
  });
