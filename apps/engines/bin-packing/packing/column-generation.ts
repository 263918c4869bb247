import { CoveringLp, type Column, type Pattern } from './covering-lp';
import { bestPattern } from './pattern-search';
import { goodPatterns } from './pattern-table';
import { wholeBins } from './scalar-bound';
import type { Vector } from './size-class';
import type { KnapsackItems } from './surrogate-weights';

/** Sizes that all fit the bin, and how often each is asked for. */
export interface CoveringQuestion {
  readonly sizes: readonly Vector[];
  readonly demands: readonly number[];
  readonly bin: Vector;
  /** No packing takes fewer bins: a programme that comes down to it is solved well enough. */
  readonly atLeast: number;
}

export interface Effort {
  /** Columns taken into the linear programme at the most. */
  readonly pivots: number;
  /** Cells a dimension of the tables in which good patterns are looked for, coarse to fine. */
  readonly grids: readonly number[];
  /** Visits of one search for the best pattern, once tables hold no good one. */
  readonly visits: number;
}

export interface Covering {
  readonly columns: readonly Column[];
  /** No packing takes fewer bins. */
  readonly bound: number;
}

/** Duals become whole numbers of this many parts of a bin: sums stay exact and the loss is below one in ten million. */
const SCALE = 16_777_216;
const GAIN = 1e-6;
/** Patterns taken from one table. */
const AT_ONCE = 12;

/**
 * Gilmore and Gomory (1961): solves the linear programme over all patterns by adding, one by one, the pattern that the present
 * duals price highest. The bound is Farley's (1990): duals divided by the worth of the most valuable pattern, or by an upper bound
 * of it, are weights of which no bin holds more than one. It holds whenever the search stops.
 * `pool` is known patterns, tried first; found ones are added.
 */
export const cover = (question: CoveringQuestion, effort: Effort, pool: Pattern[]): Covering => {
  const { demands, bin, atLeast } = question;
  const limits = question.sizes.map((size, index) => Math.min(demands[index] ?? 0, mostInOneBin(size, bin)));
  const lp = new CoveringLp(demands, limits.map((limit) => Math.max(1, limit)));
  const known = pool.filter((pattern) => pattern.every((count, index) => count <= (limits[index] ?? 0)));
  let bound = atLeast;
  for (let pivot = 0; pivot < effort.pivots; pivot += 1) {
    if (lp.enterSurplus()) continue;
    let entering = bestKnown(lp, known);
    if (entering === undefined) {
      if (bound >= wholeBins(lp.value)) break;
      const values = Array.from(lp.duals, (dual) => Math.max(0, Math.floor(dual * SCALE)));
      const priced = price({ ...question, limits, values }, effort);
      if (priced.upper !== undefined) bound = Math.max(bound, farley(values, demands, priced.upper));
      pool.push(...priced.patterns);
      known.push(...priced.patterns);
      entering = bestKnown(lp, known);
    }
    if (entering === undefined || !lp.enter(entering)) break;
  }
  return { columns: lp.columns, bound };
};

interface Priced {
  readonly patterns: readonly Pattern[];
  /** No pattern is worth more; known only once the cheap search finds nothing. */
  readonly upper: number | undefined;
}

const price = (items: KnapsackItems, { grids, visits }: Effort): Priced => {
  const wanted = { above: SCALE * (1 + 2 * GAIN), most: AT_ONCE };
  for (const cells of grids) {
    const patterns = goodPatterns(items, cells, wanted);
    if (patterns.length > 0) return { patterns, upper: undefined };
  }
  const { counts, upper } = bestPattern(items, { known: Math.floor(wanted.above), visits });
  return { patterns: counts === undefined ? [] : [counts], upper };
};

const farley = (values: readonly number[], demands: readonly number[], upper: number): number =>
  upper <= 0 ? 0 : wholeBins(values.reduce((sum, value, index) => sum + value * (demands[index] ?? 0), 0) / upper);

const bestKnown = (lp: CoveringLp, known: readonly Pattern[]): Pattern | undefined => {
  let best: Pattern | undefined;
  let most = 1 + GAIN;
  for (const pattern of known) {
    const worth = lp.worthOf(pattern);
    if (worth > most) [best, most] = [pattern, worth];
  }
  return best;
};

export const mostInOneBin = (size: Vector, bin: Vector): number =>
  size.reduce((most, amount, dimension) => (amount > 0 ? Math.min(most, Math.floor((bin[dimension] ?? 0) / amount)) : most), Number.MAX_SAFE_INTEGER);
