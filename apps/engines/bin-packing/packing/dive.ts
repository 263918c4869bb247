import { cover, type CoveringQuestion, type Effort } from './column-generation';
import type { Column, Pattern } from './covering-lp';

/** A pattern and for how many bins it is used. */
export interface Filled {
  readonly pattern: Pattern;
  readonly times: number;
}

export interface Dive {
  readonly filled: readonly Filled[];
  /** Of each size what is in none of them, when the rounds were used up. */
  readonly left: readonly number[];
  /** No packing takes fewer bins. */
  readonly bound: number;
}

export interface DiveEffort extends Effort {
  /** Linear programmes solved at the most. */
  readonly rounds: number;
}

/** A fraction above this is taken for a whole bin when nothing is whole. */
const NEARLY = 0.7;

/**
 * From a linear programme to whole bins: takes the whole part of every pattern's fraction, asks again for what is left, and where
 * no fraction reaches one takes those near to it, or else the largest. Patterns found on the way serve the next programmes.
 */
export const dive = (question: CoveringQuestion, effort: DiveEffort, pool: Pattern[]): Dive => {
  const first = cover(question, effort, pool);
  const left = [...question.demands];
  const filled: Filled[] = [];
  let columns = first.columns;
  for (let round = 1; round <= effort.rounds; round += 1) {
    take(columns, left, filled);
    if (round === effort.rounds || left.every((count) => count === 0)) break;
    columns = cover({ ...question, demands: [...left], atLeast: 0 }, effort, pool).columns;
  }
  return { filled, left, bound: first.bound };
};

const take = (columns: readonly Column[], left: number[], filled: Filled[]): void => {
  const sorted = [...columns].sort((one, other) => other.times - one.times || compare(one.pattern, other.pattern));
  const whole = sorted.filter(({ times }) => times >= 1);
  const near = whole.length > 0 ? whole : sorted.filter(({ times }, index) => index === 0 || times >= NEARLY);
  for (const { pattern, times } of near) {
    const possible = timesIn(pattern, left);
    const taken = Math.min(possible, Math.max(1, Math.floor(times + 1e-3)));
    if (taken > 0) {
      pattern.forEach((count, index) => (left[index] = (left[index] ?? 0) - count * taken));
      filled.push({ pattern, times: taken });
    }
  }
};

/** How often a pattern can be used without holding more than is left. */
const timesIn = (pattern: Pattern, left: readonly number[]): number =>
  pattern.reduce((most, count, index) => (count > 0 ? Math.min(most, Math.floor((left[index] ?? 0) / count)) : most), pattern.some((count) => count > 0) ? Number.MAX_SAFE_INTEGER : 0);

const compare = (one: Pattern, other: Pattern): number => {
  const at = one.findIndex((count, index) => count !== other[index]);
  return at < 0 ? 0 : (other[at] ?? 0) - (one[at] ?? 0);
};
