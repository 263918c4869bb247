import type { NabSeries } from './nab-series';

/* Scoring of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015; nab/sweeper.py, nab/optimizer.py), standard profile. */

const FALSE_POSITIVE = 0.11;
const FALSE_NEGATIVE = 1;
const PROBATION = 0.15;
const MOST_PROBATION_ROWS = 5_000;
const FAR_FROM_WINDOW = 3;

/** A series with a score for each of its samples. */
export interface Scored {
  readonly series: NabSeries;
  /** NaN counts as 0. */
  readonly scores: Float64Array;
}

interface Point {
  readonly score: number;
  /** undefined: in no window. */
  readonly window: string | undefined;
  /** What finding something here is worth. */
  readonly worth: number;
}

export interface NabResult {
  /** 0: nothing is ever found, 100: every window at its first sample, and nothing else. */
  readonly score: number;
  /** The one that does best over all of the series. */
  readonly threshold: number;
  readonly falsePositives: number;
  readonly windowsFound: number;
  readonly windows: number;
}

/** The score at the threshold that is best for all of them together, as NAB takes it. */
export const nabScore = (scored: readonly Scored[]): NabResult => {
  const points = scored.flatMap(pointsOf).sort((one, other) => other.score - one.score);
  const tally = new Tally(points);
  let best: NabResult = tally.result(Number.POSITIVE_INFINITY);
  for (const [at, point] of points.entries()) {
    tally.find(point);
    if (points[at + 1]?.score === point.score) continue;
    const now = tally.result(point.score);
    if (now.score > best.score) best = now;
  }
  return best;
};

/** The score at a threshold that was found elsewhere. */
export const nabScoreAt = (scored: readonly Scored[], threshold: number): NabResult => {
  const points = scored.flatMap(pointsOf);
  const tally = new Tally(points);
  for (const point of points.filter(({ score }) => score >= threshold)) tally.find(point);
  return tally.result(threshold);
};

/** What was found so far, and its worth: of a window that of its earliest point. */
class Tally {
  private readonly windows: Map<string, number>;
  private falsePositives = 0;
  private worth: number;

  constructor(points: readonly Point[]) {
    this.windows = new Map(points.flatMap(({ window }) => (window === undefined ? [] : [[window, -FALSE_NEGATIVE] as const])));
    this.worth = -FALSE_NEGATIVE * this.windows.size;
  }

  find({ window, worth }: Point): void {
    if (window === undefined) {
      this.falsePositives += 1;
      this.worth += worth;
      return;
    }
    const before = this.windows.get(window) ?? 0;
    if (worth <= before) return;
    this.windows.set(window, worth);
    this.worth += worth - before;
  }

  result(threshold: number): NabResult {
    const windows = this.windows.size;
    const nothing = -FALSE_NEGATIVE * windows;
    const windowsFound = [...this.windows.values()].filter((worth) => worth > -FALSE_NEGATIVE).length;
    return { score: (100 * (this.worth - nothing)) / (windows - nothing), threshold, falsePositives: this.falsePositives, windowsFound, windows };
  }
}

/** All but those of the probation at its beginning. */
const pointsOf = ({ series: { name, samples, windows }, scores }: Scored): readonly Point[] => {
  const probation = Math.floor(PROBATION * Math.min(samples.length, MOST_PROBATION_ROWS));
  return Array.from(samples, (_, at) => {
    const inside = windows.findIndex(([first, last]) => at >= first && at <= last);
    const score = scores[at] ?? 0;
    return { score: Number.isNaN(score) ? 0 : score, window: inside < 0 ? undefined : `${name} ${String(inside)}`, worth: inside < 0 ? worthOutside(windows, at) : worthInside(windows[inside], at) };
  }).slice(probation);
};

const worthInside = ([first, last]: readonly [number, number] = [0, 0], at: number): number => sigmoid(-(last - at + 1) / (last - first + 1)) / sigmoid(-1);

/** Soon after a window it costs less. */
const worthOutside = (windows: NabSeries['windows'], at: number): number => {
  const before = windows.findLast(([, last]) => last < at);
  return FALSE_POSITIVE * (before === undefined ? -1 : sigmoid((at - before[1]) / (before[1] - before[0])));
};

/** 1 long before the end of a window, 0 at it, -1 long after. */
const sigmoid = (position: number): number => (position > FAR_FROM_WINDOW ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);
