import { obstacle, type Obstacle } from './model/may-stand';
import { UNPLACED } from './model/cluster';
import { podName } from './pod-look';
import type { Situation } from './situation';

export interface Obstacles {
  readonly pod: string;
  /** How many nodes, by the first thing that is in the way there. */
  readonly nodes_refused: Readonly<Partial<Record<Exclude<Obstacle, 'closed'> | 'takes no pods', number>>>;
}

/** Why a pod has no place on any other node, as things stand in the end: the scheduler's "0/5 nodes are available". */
export const obstaclesOf = ({ board, cluster, nodes }: Situation, pod: number): Obstacles | null => {
  const state = cluster.pods[pod];
  const from = cluster.nodeOf[pod] ?? UNPLACED;
  if (state === undefined) return null;
  const counts: Record<string, number> = {};
  const mark = board.mark();
  board.move(pod, UNPLACED);
  nodes.forEach((_, node) => {
    if (node === from) return;
    const found = obstacle(board, pod, { node, from });
    // It has room there by now: others that were tried after it have gone or stayed.
    const name = found === 'closed' ? 'takes no pods' : found;
    if (name !== null) counts[name] = (counts[name] ?? 0) + 1;
  });
  board.undoTo(mark);
  return { pod: podName(state), nodes_refused: Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1))) };
};
