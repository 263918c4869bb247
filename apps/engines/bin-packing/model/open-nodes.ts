import { UNPLACED } from './cluster';
import { PODS, type Amounts, type CPU, type MEMORY } from './resources';
import { roomGrid } from './room-grid';

/** The nodes that take pods, found by their room. */
export interface OpenNodes {
  readonly open: (node: number) => void;
  readonly close: (node: number) => void;
  readonly isOpen: (node: number) => boolean;
  /** Whether a node stays in any case: room on such nodes is used before that of nodes which could still go. */
  readonly settle: (node: number, stays: boolean) => void;
  readonly isSettled: (node: number) => boolean;
  /** A node for pods that have no place elsewhere; -1 for none. */
  readonly fallBackOn: (node: number) => void;
  /** The room of a node has changed. */
  readonly changed: (node: number) => void;
  /** The fullest node with room that `accepts`, one that stays first; -1 when there is none. */
  readonly find: (amounts: Amounts, accepts: (node: number) => boolean) => number;
}

/** `free` by node; `scarce`: the resource of which there is the least to spare. */
export const openNodes = (free: readonly Amounts[], scarce: typeof CPU | typeof MEMORY): OpenNodes => {
  const staying = roomGrid(scarce);
  const others = roomGrid(scarce);
  const open = new Set<number>();
  const settled = new Set<number>();
  let fallback = UNPLACED;
  const changed = (node: number): void => {
    const room = free[node];
    const [its, other] = settled.has(node) ? [staying, others] : [others, staying];
    other.take(node);
    if (room !== undefined && open.has(node) && (room[PODS] ?? 0) >= 1) its.put(node, room);
    else its.take(node);
  };
  return {
    changed,
    open: (node) => {
      open.add(node);
      changed(node);
    },
    close: (node) => {
      open.delete(node);
      changed(node);
    },
    isOpen: (node) => open.has(node) || node === fallback,
    settle: (node, stays) => {
      if (stays) settled.add(node);
      else settled.delete(node);
      changed(node);
    },
    isSettled: (node) => settled.has(node),
    fallBackOn: (node) => {
      fallback = node;
    },
    find: (amounts, accepts) => {
      const rank = (node: number): number => (accepts(node) ? Math.max(0, free[node]?.[scarce] ?? 0) : -1);
      const first = staying.find(amounts, rank);
      const found = first >= 0 ? first : others.find(amounts, rank);
      return found < 0 && fallback >= 0 && accepts(fallback) ? fallback : found;
    },
  };
};
