import type { Reason } from '@ml/contracts/decision';
import type { Board } from './model/board';
import { UNPLACED } from './model/cluster';
import { podName, staysWithNode } from './pod-look';

export interface Pending {
  /** Nodes with room that is promised to pods that wait. */
  readonly receivers: ReadonlySet<number>;
  readonly warnings: readonly Reason[];
}

/** Room for pods that wait for a node is kept before any other is moved: where they will stand only the scheduler knows, that they find room is ours to leave. */
export const settledPending = (board: Board): Pending => {
  const receivers = new Set<number>();
  const without: string[] = [];
  board.cluster.pods.forEach((pod, index) => {
    if (pod.nodeName !== null || staysWithNode(pod)) return;
    const node = board.find(index, UNPLACED);
    if (node < 0) {
      without.push(podName(pod));
      return;
    }
    board.move(index, node);
    receivers.add(node);
  });
  return { receivers, warnings: without.length === 0 ? [] : [warning(without)] };
};

const SHOWN = 5;

const warning = (pods: readonly string[]): Reason => ({
  code: 'PODS_PENDING',
  text: `${pods.length} pods wait for a node and fit none that there is: ${pods.slice(0, SHOWN).join(', ')}${pods.length > SHOWN ? ', ...' : ''}`,
});
