import type { TimeSpan } from '@ml/contracts/price-coverage';
import { DAY_MS } from '@ml/units/time';

/** An asked span of time; the end is exclusive. */
export interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** Days since the epoch, UTC, of which the window has at least a part; ascending. */
export const daysOf = ({ from, until }: Window): readonly number[] => daysBetween(from.getTime(), until.getTime());

/** Days of the window of which some part is missing, ascending: a day is fetched as a whole. */
export const missingDays = (missing: readonly TimeSpan[], window: Window): readonly number[] => {
  const days = new Set<number>();
  const begin = window.from.getTime();
  const end = window.until.getTime();
  for (const span of missing) for (const day of daysBetween(Math.max(Date.parse(span.from), begin), Math.min(Date.parse(span.until), end))) days.add(day);
  return [...days].sort((a, b) => a - b);
};

const daysBetween = (fromMs: number, untilMs: number): readonly number[] => {
  const days: number[] = [];
  const end = untilMs > fromMs ? Math.ceil(untilMs / DAY_MS) : -Infinity;
  for (let day = Math.floor(fromMs / DAY_MS); day < end; day += 1) days.push(day);
  return days;
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
