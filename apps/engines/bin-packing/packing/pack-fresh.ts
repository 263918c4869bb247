import { coarseClasses } from './coarse-classes';
import { cover } from './column-generation';
import { dive, type DiveEffort } from './dive';
import { fitDecreasing, type Fit, type Order, type Packing } from './fit-decreasing';
import { classesBound, type BoundQuestion } from './lower-bound';
import { fits, sizeClassesOf, type SizeClass, type Vector } from './size-class';

export interface FreshPacking {
  /** Bins used. */
  readonly bins: number;
  /** For each item the number of its bin, from 0; -1 for an item that fits no bin. */
  readonly assignment: readonly number[];
  /** No packing takes fewer bins. */
  readonly bound: number;
}

/** Beyond so many sizes neighbours are taken for one: the linear programme has a row for each. */
const MOST_SIZES = 160;
const ROUGH_SIZES = 64;
/** Solves the pods of a real trace (100 sizes, 8,000 pods) to the proven optimum; found by trying. */
const FULL_EFFORT: DiveEffort = { pivots: 40_000, grids: [16, 48], visits: 200_000, rounds: 100 };
/** Sizes that were rounded up lose more than a better pattern gains. */
const ROUGH_EFFORT: DiveEffort = { pivots: 8_000, grids: [16], visits: 2_000, rounds: 10 };
/** Best fit asks every open bin: minutes for 100,000 pods of as many sizes, which no cluster has. */
const MOST_SIZES_BEST_FIT = 20_000;
const CLASSIC: readonly { readonly fit: Fit; readonly order: Order }[] = [
  { fit: 'first', order: 'largest share' },
  { fit: 'first', order: 'sum of shares' },
  { fit: 'best', order: 'largest share' },
  { fit: 'best', order: 'sum of shares' },
];

/**
 * Packs everything anew into equal bins: the classics first, then, unless one of them is proven best already, whole bins
 * from a linear programme over patterns. The best of them is given: never more bins than first-fit decreasing takes, nor (up to 20,000 sizes) best-fit
 * decreasing.
 */
export const packFresh = ({ items, bin }: BoundQuestion): FreshPacking => {
  const classes = sizeClassesOf(items).filter(({ size }) => fits(size, bin));
  const least = classesBound(classes, bin);
  const classics = CLASSIC.filter(({ fit }) => fit === 'first' || classes.length <= MOST_SIZES_BEST_FIT).map((how) => fitDecreasing(classes, bin, how));
  const classic = { classes, packing: classics.reduce((best, packing) => (packing.length < best.length ? packing : best)) };
  if (classic.packing.length <= least) return assigned(classic, least, items.length);
  const few = classes.length <= MOST_SIZES;
  const patterned = few ? fromPatterns({ classes, bin, least, known: classics, effort: FULL_EFFORT }) : fromRoughPatterns(classes, bin);
  return assigned(patterned.packing.length < classic.packing.length ? patterned : classic, Math.max(least, patterned.bound), items.length);
};

const fromRoughPatterns = (classes: readonly SizeClass[], bin: Vector): Patterned => {
  const rough = coarseClasses(classes, ROUGH_SIZES, 'up');
  // A bound for sizes that were rounded up says nothing of the true ones.
  return { ...fromPatterns({ classes: rough, bin, least: 0, known: [], effort: ROUGH_EFFORT }), bound: 0 };
};

interface PatternQuestion {
  readonly classes: readonly SizeClass[];
  readonly bin: Vector;
  readonly least: number;
  readonly known: readonly Packing[];
  readonly effort: DiveEffort;
}

const fromPatterns = ({ classes, bin, least, known, effort }: PatternQuestion): Patterned => {
  const pool = known.flatMap((packing) => patternsOf(packing, classes.length));
  const { filled, left, bound } = dive({ ...questionOf(classes, bin), atLeast: least }, effort, pool);
  const whole = filled.flatMap(({ pattern, times }) => Array.from({ length: times }, () => pattern.flatMap((count, index) => Array.from({ length: count }, () => index))));
  const rest = fitDecreasing(classes.map((each, index) => ({ ...each, count: left[index] ?? 0 })), bin, { fit: 'best', order: 'largest share' });
  return { classes, packing: [...whole, ...rest], bound };
};

/** The bound of the linear programme over all patterns, where it is higher than the fast one. */
export const strongLowerBound = ({ items, bin }: BoundQuestion): number => {
  const classes = sizeClassesOf(items).filter(({ size }) => fits(size, bin));
  const rough = coarseClasses(classes, MOST_SIZES, 'down');
  return cover({ ...questionOf(rough, bin), atLeast: classesBound(classes, bin) }, FULL_EFFORT, []).bound;
};

const questionOf = (classes: readonly SizeClass[], bin: Vector) => ({ sizes: classes.map(({ size }) => size), demands: classes.map(({ count }) => count), bin });

const patternsOf = (packing: Packing, sizes: number): number[][] => {
  const patterns = new Map<string, number[]>();
  for (const content of packing) {
    const pattern = Array.from({ length: sizes }, () => 0);
    for (const index of content) pattern[index] = (pattern[index] ?? 0) + 1;
    patterns.set(pattern.join(' '), pattern);
  }
  return [...patterns.values()];
};

interface Packed {
  readonly classes: readonly SizeClass[];
  readonly packing: Packing;
}

interface Patterned extends Packed {
  readonly bound: number;
}

const assigned = ({ classes, packing }: Packed, bound: number, items: number): FreshPacking => {
  const assignment = Array.from({ length: items }, () => -1);
  const next = classes.map(() => 0);
  packing.forEach((content, number) => {
    for (const index of content) {
      const at = next[index] ?? 0;
      assignment[classes[index]?.members[at] ?? -1] = number;
      next[index] = at + 1;
    }
  });
  return { bins: packing.length, assignment, bound };
};
