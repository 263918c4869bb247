import type { Forecaster } from './method';

interface Weights {
  readonly level: number;
  readonly trend: number;
  readonly damping: number;
}

interface Run extends Weights {
  /** At the end of the series. */
  readonly at: number;
  readonly rise: number;
  readonly squares: number;
}

const LEVELS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const TRENDS = [0.01, 0.05, 0.1, 0.2, 0.3];
const DAMPINGS = [0.8, 0.85, 0.9, 0.95, 0.98];
const GRID: readonly Weights[] = LEVELS.flatMap((level) => TRENDS.flatMap((trend) => DAMPINGS.map((damping) => ({ level, trend, damping }))));
/** Months over which the first rise is measured. */
const START = 6;

/** Holt's level and trend, the trend dying away; weights from a grid, those whose forecasts of the next month were nearest. */
export const dampedTrend: Forecaster = (amounts, horizon) => {
  const [first = 0] = amounts;
  const start = Math.min(START, amounts.length - 1);
  const rise = start === 0 ? 0 : ((amounts[start] ?? 0) - first) / start;
  const best = GRID.map((weights) => run(amounts, rise, weights)).reduce((a, b) => (b.squares < a.squares ? b : a));
  let [factor, sum] = [1, 0];
  return Array.from({ length: horizon }, () => {
    factor *= best.damping;
    sum += factor;
    return best.at + sum * best.rise;
  });
};

const run = (amounts: readonly number[], firstRise: number, weights: Weights): Run => {
  let [at, rise, squares] = [amounts[0] ?? 0, firstRise, 0];
  for (const amount of amounts.slice(1)) {
    const foretold = at + weights.damping * rise;
    const error = amount - foretold;
    squares += error * error;
    at = foretold + weights.level * error;
    rise = weights.damping * rise + weights.level * weights.trend * error;
  }
  return { ...weights, at, rise, squares };
};
