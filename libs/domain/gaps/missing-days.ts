import type { TimeSpan } from '@ml/contracts/price-coverage';
import { DAY_MS } from '@ml/units/time';

/** An asked span of time; the end is exclusive. */
export interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** Days since the epoch, UTC, of which the window has at least a part; ascending. */
export const daysOf = ({ from, until }: Window): readonly number[] => {
  const first = Math.floor(from.getTime() / DAY_MS);
  const end = Math.ceil(until.getTime() / DAY_MS);
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
};

/** Days of the window of which some part is missing, ascending: a day is fetched as a whole. */
export const missingDays = (missing: readonly TimeSpan[], window: Window): readonly number[] => {
  const days = new Set<number>();
  for (const span of missing) {
    const from = new Date(Math.max(Date.parse(span.from), window.from.getTime()));
    const until = new Date(Math.min(Date.parse(span.until), window.until.getTime()));
    for (const day of daysOf({ from, until })) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
};

/** Days that follow each other, in runs of at most `longest`. */
export const runsOf = (days: readonly number[], longest: number): readonly (readonly number[])[] => {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.length < longest && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs;
};
