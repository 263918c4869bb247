import { ANOMALY_THRESHOLD } from './score-samples';

/** So many samples that are not unusual may lie between two that are. */
const MOST_BETWEEN = 12;

/** From its first unusual sample to its last, by their places. */
export interface UnusualWindow {
  readonly first: number;
  readonly last: number;
  /** The highest. */
  readonly score: number;
}

/** Stretches of unusual samples. @param scores NaN where there is none */
export const unusualWindows = (scores: Float64Array): readonly UnusualWindow[] => {
  const windows: UnusualWindow[] = [];
  for (const [at, score] of scores.entries()) {
    if (!(score >= ANOMALY_THRESHOLD)) continue;
    const open = windows.at(-1);
    if (open === undefined || at - open.last > MOST_BETWEEN + 1) windows.push({ first: at, last: at, score });
    else windows[windows.length - 1] = { first: open.first, last: at, score: Math.max(open.score, score) };
  }
  return windows;
};
