import { CPU, MEMORY, type Amounts } from './resources';

/**
 * Nodes by what is free on them: a grid of steps of about half as much again in one resource and in another, so that the fullest node with enough
 * room is found without looking at those without. A row is a step of the scarcer resource.
 */
export interface RoomGrid {
  readonly put: (node: number, free: Amounts) => void;
  readonly take: (node: number) => void;
  /** Of the fullest nodes with room the one of the lowest rank; -1 when there is none. A negative rank means no. */
  readonly find: (amounts: Amounts, rank: (node: number) => number) => number;
}

type Scarce = typeof CPU | typeof MEMORY;

const STEPS = 32;
/** Steps an octave. */
const FINE = 1.5;
/** Nodes of one cell differ by a third at most: comparing a few of them is enough. */
const ENOUGH = 16;
/** Below these a node is as good as full: 8 millicores, 8 MiB. */
const FLOOR = { [CPU]: 8, [MEMORY]: 8 * 1024 * 1024 } as const;

const stepOf = (amount: number, resource: Scarce): number => (amount <= FLOOR[resource] ? 0 : Math.min(STEPS - 1, 1 + Math.floor(FINE * Math.log2(amount / FLOOR[resource]))));

/** `scarce`: the resource of which the cluster has the least to spare. */
export const roomGrid = (scarce: Scarce): RoomGrid => {
  const other = scarce === CPU ? MEMORY : CPU;
  const cells = cellsOf();
  return {
    take: cells.take,
    put: (node, free) => cells.put(node, stepOf(free[scarce] ?? 0, scarce), stepOf(free[other] ?? 0, other)),
    find: (amounts, rank) => {
      const column = stepOf(amounts[other] ?? 0, other);
      for (let row = stepOf(amounts[scarce] ?? 0, scarce); row < STEPS; row += 1) {
        const best = cells.firstIn(row, column, rank);
        if (best >= 0) return best;
      }
      return -1;
    },
  };
};

interface Cells {
  readonly put: (node: number, row: number, column: number) => void;
  readonly take: (node: number) => void;
  /** In the first cells of the row, from a column on, that hold a node of some rank: the one of the lowest. */
  readonly firstIn: (row: number, column: number, rank: (node: number) => number) => number;
}

const cellsOf = (): Cells => {
  const cells: number[][] = Array.from({ length: STEPS * STEPS }, () => []);
  /** By row: one bit a cell that is not empty. */
  const taken = new Int32Array(STEPS);
  /** By node: its cell, and its place there. */
  const cellOf: number[] = [];
  const placeIn: number[] = [];
  const take = (node: number): void => {
    const at = cellOf[node] ?? -1;
    const cell = cells[at];
    if (at < 0 || cell === undefined) return;
    const last = cell.pop() ?? node;
    const place = placeIn[node] ?? 0;
    if (last !== node) {
      cell[place] = last;
      placeIn[last] = place;
    }
    const row = Math.floor(at / STEPS);
    if (cell.length === 0) taken[row] = (taken[row] ?? 0) & ~(1 << at % STEPS);
    cellOf[node] = -1;
  };
  return {
    take,
    put: (node, row, column) => {
      take(node);
      const cell = cells[row * STEPS + column] ?? [];
      placeIn[node] = cell.length;
      cellOf[node] = row * STEPS + column;
      cell.push(node);
      taken[row] = (taken[row] ?? 0) | (1 << column);
    },
    firstIn: (row, column, rank) => {
      for (let bits = (taken[row] ?? 0) & (-1 << column); bits !== 0; bits &= bits - 1) {
        const lowest = 31 - Math.clz32(bits & -bits);
        const best = bestOf(cells[row * STEPS + lowest] ?? [], rank);
        if (best >= 0) return best;
      }
      return -1;
    },
  };
};

const bestOf = (cell: readonly number[], rank: (node: number) => number): number => {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  let liked = 0;
  for (const node of cell) {
    const found = rank(node);
    if (found < 0) continue;
    if (found < least || (found === least && node < best)) {
      best = node;
      least = found;
    }
    liked += 1;
    if (liked === ENOUGH) break;
  }
  return best;
};
