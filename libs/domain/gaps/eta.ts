/** Where a job was at an instant. */
export interface Mark {
  /** Milliseconds of the epoch. */
  readonly at: number;
  /** Weight that is no longer left; never falls. */
  readonly settled: number;
}

/** What is measured is the rate of the last minutes. */
const WINDOW_MS = 300_000;
const SPACING_MS = 2_000;
const MOST_MARKS = 60;
/** A silence that is longer than this, and than is usual for the job, is a pause (a restart, a queue) and says nothing about the rate. */
const LONGEST_STEP_MS = 15_000;
const TIMES_USUAL = 3;
/** Less is not enough to tell a rate from an accident. */
const LEAST_MEASURED_MS = 1_000;

/** Marks with a new one: those of the last minutes, evenly apart, the oldest first. */
export const withMark = (marks: readonly Mark[], mark: Mark): readonly Mark[] => {
  const last = marks.at(-1);
  if (last !== undefined && mark.at - last.at < SPACING_MS) return marks;
  const recent = marks.filter(({ at }) => mark.at - at <= WINDOW_MS).slice(1 - MOST_MARKS);
  // The last one before a long pause stays: what comes next is measured from it.
  return recent.length === 0 && last !== undefined ? [last, mark] : [...recent, mark];
};

interface EtaGiven {
  readonly marks: readonly Mark[];
  /** Weight that is still to come. */
  readonly left: number;
}

/** Steps between marks: how long, and how much weight. */
const stepsOf = (marks: readonly Mark[]): readonly { readonly ms: number; readonly settled: number }[] =>
  marks.slice(1).map(({ at, settled }, index) => {
    const before = marks[index];
    return before === undefined ? { ms: 0, settled: 0 } : { ms: Math.max(0, at - before.at), settled: Math.max(0, settled - before.settled) };
  });

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** Weight a second, pauses left out; null when too little was measured. */
const rateOf = (marks: readonly Mark[]): number | null => {
  const steps = stepsOf(marks);
  const longest = Math.max(LONGEST_STEP_MS, TIMES_USUAL * medianOf(steps.map(({ ms }) => ms)));
  const ms = steps.reduce((sum, step) => sum + Math.min(longest, step.ms), 0);
  const settled = steps.reduce((sum, step) => sum + step.settled, 0);
  return ms < LEAST_MEASURED_MS || settled <= 0 ? null : (1_000 * settled) / ms;
};

/** Seconds until everything has come, whole, at the rate of the last minutes; null without a rate, and when nothing is left. */
export const etaSeconds = ({ marks, left }: EtaGiven): number | null => {
  if (!(left > 0)) return null;
  const rate = rateOf(marks);
  return rate === null ? null : Math.ceil(left / rate);
};
