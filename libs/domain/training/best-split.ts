import { UNKNOWN_BIN } from './binned-table';
import { FEATURE_STRIDE } from './histogram';

/** Sums of the first and second derivatives of the loss over some rows. */
export interface Slopes {
  readonly first: number;
  readonly second: number;
}

export interface Split {
  readonly feature: number;
  /** Rows of this group and those below go left. */
  readonly bin: number;
  readonly unknownLeft: boolean;
  readonly gain: number;
  readonly left: Slopes;
}

export interface SplitSearch {
  readonly histogram: Float64Array;
  readonly cuts: readonly Float64Array[];
  /** Features that may be split by, ascending. */
  readonly features: Int32Array;
  readonly whole: Slopes;
  readonly lambda: number;
  /** A split must gain more. */
  readonly leastGain: number;
  readonly minChildWeight: number;
}

/** Sums left over by subtraction that are smaller are rounding, not rows. */
const LEAST_SECOND = 1e-6;

/** How far leaves with these sums lower the loss, twice: G² / (H + lambda), the structure score of Chen and Guestrin (2016). */
export const leafScore = (first: number, second: number, lambda: number): number => (first * first) / (second + lambda);

/** The split that gains most; the first feature and the lowest group among equals. Nothing when none gains enough. */
export const bestSplit = (search: SplitSearch): Split | undefined => {
  let best: Best = { split: undefined, gain: search.leastGain };
  for (const feature of search.features) best = better(search, feature, best);
  return best.split;
};

interface Best {
  readonly split: Split | undefined;
  readonly gain: number;
}

const NONE: Slopes = { first: 0, second: 0 };

/** The unknown rows are tried on the right and, where there are any, on the left; where there are none they will go the heavier way. */
const better = (search: SplitSearch, feature: number, best: Best): Best => {
  const slot = feature * FEATURE_STRIDE + 2 * UNKNOWN_BIN;
  const unknown = { first: search.histogram[slot] as number, second: search.histogram[slot + 1] as number };
  const hasUnknown = unknown.second >= LEAST_SECOND;
  // One group more: all that is known to the left, the unknown to the right.
  const groups = (search.cuts[feature] as Float64Array).length + (hasUnknown ? 1 : 0);
  const right = pass(search, { feature, groups, offset: NONE }, best.gain);
  const left = hasUnknown ? pass(search, { feature, groups, offset: unknown }, right?.gain ?? best.gain) : undefined;
  if (left !== undefined) return { split: { ...left, unknownLeft: true }, gain: left.gain };
  if (right === undefined) return best;
  return { split: { ...right, unknownLeft: !hasUnknown && 2 * right.left.second > search.whole.second }, gain: right.gain };
};

interface Pass {
  readonly feature: number;
  readonly groups: number;
  /** Goes left together with the first group. */
  readonly offset: Slopes;
}

const pass = (search: SplitSearch, { feature, groups, offset }: Pass, above: number): Split | undefined => {
  const { histogram, whole, lambda } = search;
  const least = Math.max(search.minChildWeight, LEAST_SECOND);
  const most = whole.second - least;
  const floor = leafScore(whole.first, whole.second, lambda);
  let { first, second } = offset;
  let highest = above + floor;
  let at = -1;
  let left = NONE;
  for (let bin = 0, slot = feature * FEATURE_STRIDE; bin < groups; bin += 1, slot += 2) {
    first += histogram[slot] as number;
    second += histogram[slot + 1] as number;
    if (second < least) continue;
    if (second > most) break;
    const score = leafScore(first, second, lambda) + leafScore(whole.first - first, whole.second - second, lambda);
    if (score <= highest) continue;
    highest = score;
    at = bin;
    left = { first, second };
  }
  return at < 0 ? undefined : { feature, bin: at, unknownLeft: false, gain: highest - floor, left };
};
