import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { Candidate } from './candidates';
import { drained, undo, type Drain } from './drain';
import type { Board } from './model/board';
import type { Amounts } from './model/resources';
import { standIn } from './node-group';
import type { Situation } from './situation';

interface Launch {
  readonly name: string;
  /** What a new node of the group has. */
  readonly like: LabelledNodeState;
  readonly instanceType: string | null;
  readonly offered: Amounts;
}

/** Adds a node that stands in for a set; its number. It takes no pods until asked. */
export const launched = ({ cluster, board }: Situation, { name, like, instanceType, offered }: Launch): number => {
  const state = standIn(name, [like], instanceType);
  if (state === null) return -1;
  const node = cluster.add(state, offered);
  board.extend();
  return node;
};

/** Empties every node of the set, with another one for pods that have no place elsewhere; null, and nothing is changed, when one cannot be emptied. */
export const emptied = (board: Board, set: readonly Candidate[], fallback: number): readonly Drain[] | null => {
  const mark = board.mark();
  const drains: Drain[] = [];
  board.fallBackOn(fallback);
  for (const { index, rounds } of set) {
    // A node of the set may have taken pods of one before it: it stays.
    const drain = board.isSettled(index) ? null : drained(board, index, rounds);
    if (drain === null || 'stuck' in drain) {
      undone(board, mark, drains);
      return null;
    }
    drains.push(drain);
  }
  board.fallBackOn(NONE);
  return drains;
};

const NONE = -1;

export const undone = (board: Board, mark: number, drains: readonly Drain[]): void => {
  board.fallBackOn(NONE);
  undo(board, mark, drains);
};
