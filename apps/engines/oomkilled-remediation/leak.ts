import type { Series } from '@ml/state/observed/series';
import { SECOND_MS, HOUR_MS } from '@ml/units/time';
import type { OomConfig } from './config';

/** What a restart does to the memory of a container: it falls by more than this share. */
const RESTART_DROP = 0.3;
/** Of the slope of the whole: below it the growth is levelling off, as a cache does when it is full. */
const STILL_GROWING = 0.5;

type LeakRules = Pick<OomConfig, 'leak_min_samples' | 'leak_min_hours' | 'leak_min_growth_pct' | 'leak_min_fit'>;

/** Whether memory grows along a line between two restarts, and goes on growing to the end. */
export const looksLikeLeak = (series: Series, stepSeconds: number, rules: LeakRules): boolean => runsIn(series).some((run) => isLine(run, stepSeconds, rules));

/** What lies between restarts; gaps are left out. */
const runsIn = (series: Series): readonly (readonly number[])[] => {
  const runs: number[][] = [[]];
  let last = 0;
  for (const value of series) {
    if (value === null) continue;
    if (value < last * (1 - RESTART_DROP)) runs.push([]);
    runs.at(-1)?.push(value);
    last = value;
  }
  return runs;
};

const isLine = (run: readonly number[], stepSeconds: number, rules: LeakRules): boolean => {
  const hours = ((run.length - 1) * stepSeconds * SECOND_MS) / HOUR_MS;
  if (run.length < rules.leak_min_samples || hours < rules.leak_min_hours) return false;
  const whole = fitted(run);
  const grown = whole.slope * (run.length - 1);
  const enough = grown >= (rules.leak_min_growth_pct / 100) * Math.max(1, whole.start);
  return enough && whole.fit >= rules.leak_min_fit && fitted(run.slice(-Math.ceil(run.length / 3))).slope >= STILL_GROWING * whole.slope;
};

interface Line {
  /** Per sample. */
  readonly slope: number;
  readonly start: number;
  /** R squared: the share of the variance that the line explains. */
  readonly fit: number;
}

/** Least squares over equally spaced samples. */
const fitted = (values: readonly number[]): Line => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let across = 0;
  let along = 0;
  let total = 0;
  values.forEach((value, index) => {
    across += (index - middle) * (value - mean);
    along += (index - middle) ** 2;
    total += (value - mean) ** 2;
  });
  const slope = along === 0 ? 0 : across / along;
  return { slope, start: mean - slope * middle, fit: total === 0 ? 0 : (slope * across) / total };
};
