import type { Trial } from './back-test';
import { isMultiplicative } from './on-log-scale';

/** Share of months that should lie within. */
export const LEVEL = 0.8;

export interface IntervalGround {
  readonly history: readonly number[];
  readonly trials: readonly Trial[];
  /** By the chosen method, for each trial. */
  readonly foretold: readonly (readonly number[])[];
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Errors grow with the months ahead to this power. Measured on M3 monthly: 0.5, as of a random walk, is too wide after a year, 0 too narrow. */
const GROWTH = 0.35;
/** Origins overlap, so that their errors look more alike than they are: a higher share of them is covered. */
const COVERED = 0.86;
/** A bill may be so many times the forecast, or this part of it; where the past was wilder, factors of factors lead nowhere. */
const MOST_FACTOR = 10;
/** With fewer errors the changes from month to month are taken to be errors too. */
const FEWEST_ERRORS = 12;

/** Around a forecast, from how far the method was off in the past: by factors when the amounts change by factors, else by differences. */
export const intervals = (forecast: readonly number[], ground: IntervalGround): readonly Interval[] => {
  const byFactor = isMultiplicative(ground.history) && [forecast, ...ground.foretold].every((amounts) => amounts.every((amount) => amount > 0));
  const factor = byFactor ? widthOf(ground, Math.log) : Infinity;
  const isByFactor = factor * widening(forecast.length - 1) <= Math.log(MOST_FACTOR);
  const width = isByFactor ? factor : widthOf(ground, (amount) => amount);
  return forecast.map((amount, at) => {
    const half = width * widening(at);
    return isByFactor ? { lower: amount * Math.exp(-half), upper: amount * Math.exp(half) } : { lower: amount - half, upper: amount + half };
  });
};

/** Of the interval for the next month, on this scale. */
const widthOf = ({ history, trials, foretold }: IntervalGround, scale: (amount: number) => number): number => {
  const errors = trials.flatMap(({ actual }, trial) => actual.map((amount, at) => Math.abs(scale(amount) - scale(foretold[trial]?.[at] ?? amount)) / widening(at)));
  const changes = history.slice(1).map((amount, at) => Math.abs(scale(amount) - scale(history[at] ?? amount)));
  return covering(errors.length < FEWEST_ERRORS ? [...errors, ...changes] : errors);
};

const widening = (at: number): number => (at + 1) ** GROWTH;

/** The smallest error that so many do not exceed. */
const covering = (errors: readonly number[]): number => {
  const sorted = [...errors].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length, Math.ceil(COVERED * (sorted.length + 1))) - 1] ?? 0;
};
