import { UNPLACED, type Cluster } from './cluster';
import { crowdsOn, type Crowds } from './crowds';
import { ledgerOf, type Ledger } from './ledger';
import { mayStand } from './may-stand';
import { openNodes, type OpenNodes } from './open-nodes';
import { CPU, MEMORY, type Amounts } from './resources';

/** Where every pod stands while moves are tried: each can be undone. */
export interface Board extends Omit<OpenNodes, 'find' | 'changed'> {
  readonly cluster: Cluster;
  readonly crowds: Crowds;
  readonly ledger: Ledger;
  /** By node. */
  readonly free: readonly Amounts[];
  /** Takes the pod off its node, or puts it on one. */
  readonly move: (pod: number, node: number) => void;
  /** The fullest node on which the pod, which came from `from`, may stand, one that stays in any case first; -1 when there is none. */
  readonly find: (pod: number, from: number) => number;
  /** Enters the nodes that were added to the cluster. */
  readonly extend: () => void;
  /** A point to come back to. */
  readonly mark: () => number;
  readonly undoTo: (mark: number) => void;
}

/** Every node is closed at first. */
export const boardOf = (cluster: Cluster): Board => {
  const ledger = ledgerOf(cluster);
  const { free } = ledger;
  const crowds = crowdsOn(cluster);
  const nodes = openNodes(free, scarcer(cluster));
  const log: number[] = [];
  const stands = standing(cluster, (pod, node, by) => {
    ledger.count(pod, node, by);
    crowds.add(pod, node, by);
    nodes.changed(node);
  });
  const board: Board = {
    ...nodes,
    cluster,
    crowds,
    ledger,
    free,
    move: (pod, node) => log.push(pod, stands(pod, node)),
    find: (pod, from) => nodes.find(cluster.shapes[cluster.shapeOf[pod] ?? 0]?.amounts ?? NOTHING, (node) => mayStand(board, pod, { node, from })),
    extend: () => free.push(...cluster.offered.slice(free.length).map((amounts) => amounts.slice())),
    mark: () => log.length,
    undoTo: (mark) => {
      while (log.length > mark) {
        const node = log.pop() ?? UNPLACED;
        stands(log.pop() ?? 0, node);
      }
    },
  };
  return board;
};

const NOTHING = new Float64Array();

/** Moves a pod and tells both nodes; returns where it stood. */
const standing = (cluster: Cluster, tell: (pod: number, node: number, by: 1 | -1) => void): ((pod: number, node: number) => number) => {
  const at = new Int32Array(cluster.pods.length).fill(UNPLACED);
  const stands = (pod: number, node: number): number => {
    const from = at[pod] ?? UNPLACED;
    if (from >= 0) tell(pod, from, -1);
    at[pod] = node;
    if (node >= 0) tell(pod, node, 1);
    return from;
  };
  cluster.nodeOf.forEach((node, pod) => stands(pod, node));
  return stands;
};

/** Of which the pods there are ask the larger share of what all nodes offer. */
const scarcer = ({ offered, shapes, shapeOf }: Cluster): typeof CPU | typeof MEMORY => {
  const share = (resource: number): number => {
    const asked = shapeOf.reduce((sum, shape) => sum + (shapes[shape]?.amounts[resource] ?? 0), 0);
    return asked / offered.reduce((sum, amounts) => sum + (amounts[resource] ?? 0), 1);
  };
  return share(CPU) > share(MEMORY) ? CPU : MEMORY;
};
