import { scalarBound, type Scalars } from './scalar-bound';
import { fits, sizeClassesOf, type SizeClass, type Vector } from './size-class';

export interface BoundQuestion {
  readonly items: readonly Vector[];
  readonly bin: Vector;
}

/** Evaluations of a size under a function: keeps the bound of 100,000 different sizes within a few hundred milliseconds. */
const EVALUATIONS = 2_500_000;
const MOST_STEPS = 64;
/** Of a mix of two dimensions, so that its sizes are whole numbers: 2^30. */
const MIX_CAPACITY = 1_073_741_824;
const MIX_SHARES = [0.25, 0.5, 0.75] as const;

/**
 * No packing of the items takes fewer bins of this size. Items that fit no bin are left out: they wait in every packing.
 * The best of the bounds along each dimension and along mixes of two of them.
 */
export const lowerBound = ({ items, bin }: BoundQuestion): number => classesBound(sizeClassesOf(items), bin);

export const classesBound = (classes: readonly SizeClass[], bin: Vector): number => {
  const placeable = classes.filter(({ size }) => fits(size, bin));
  const lines = linesOf(placeable, bin);
  const steps = Math.max(2, Math.min(MOST_STEPS, Math.floor(EVALUATIONS / (1 + placeable.length * lines.length))));
  return Math.max(placeable.length === 0 ? 0 : 1, ...lines.map((line) => scalarBound(line, steps)));
};

const linesOf = (classes: readonly SizeClass[], bin: Vector): readonly Scalars[] => {
  const counts = classes.map(({ count }) => count);
  const alone = bin.map((capacity, dimension): Scalars => ({ sizes: classes.map(({ size }) => size[dimension] ?? 0), counts, capacity }));
  const mixed = pairsOf(bin).flatMap(([one, other]) =>
    MIX_SHARES.map((share): Scalars => ({ sizes: classes.map(({ size }) => mixOf({ size, bin, one, other, share })), counts, capacity: MIX_CAPACITY })),
  );
  return [...alone, ...mixed];
};

interface Mix {
  readonly size: Vector;
  readonly bin: Vector;
  readonly one: number;
  readonly other: number;
  readonly share: number;
}

/** Rounded down, with a margin for what floating numbers add: what fits together still does. */
const mixOf = ({ size, bin, one, other, share }: Mix): number => {
  const part = (dimension: number): number => (size[dimension] ?? 0) / (bin[dimension] ?? 1);
  return Math.max(0, Math.floor((share * part(one) + (1 - share) * part(other)) * MIX_CAPACITY - 1e-3));
};

const pairsOf = (bin: Vector): readonly (readonly [number, number])[] => {
  const offered = bin.flatMap((capacity, dimension) => (capacity > 0 ? [dimension] : []));
  return offered.flatMap((one, index) => offered.slice(index + 1).map((other) => [one, other] as const));
};

export interface NodesQuestion {
  readonly items: readonly Vector[];
  /** What each node there is has for the items: its allocatable less what stays on it in any case (DaemonSets, static pods). */
  readonly nodes: readonly Vector[];
}

/**
 * How many of the nodes there are must stay at the least. Nodes differ, so it is the larger of two: the fewest of the largest
 * nodes whose room adds up to the items', dimension by dimension; and the bound for bins as large as the largest in every dimension.
 * Items that fit no node are left out.
 */
export const nodesLowerBound = ({ items, nodes }: NodesQuestion): number => {
  const largest = items[0]?.map((_, dimension) => nodes.reduce((most, node) => Math.max(most, node[dimension] ?? 0), 0)) ?? [];
  const classes = sizeClassesOf(items).filter(({ size }) => fits(size, largest));
  const volumes = largest.map((_, dimension) => fewestNodes({ classes, nodes, dimension }));
  return Math.max(0, classes.length === 0 ? 0 : classesBound(classes, largest), ...volumes);
};

const fewestNodes = ({ classes, nodes, dimension }: { readonly classes: readonly SizeClass[]; readonly nodes: readonly Vector[]; readonly dimension: number }): number => {
  const asked = classes.reduce((sum, { size, count }) => sum + (size[dimension] ?? 0) * count, 0);
  const rooms = nodes.map((node) => node[dimension] ?? 0).sort((one, other) => other - one);
  let left = asked;
  let used = 0;
  while (left > asked * 1e-9 && used < rooms.length) {
    left -= rooms[used] ?? 0;
    used += 1;
  }
  return used;
};

/** Share by which `bins` exceed the bound, in percent. */
export const gapPercent = (bins: number, bound: number): number => (bound <= 0 ? 0 : ((bins - bound) / bound) * 100);
