import type { ForecastMethod } from '@ml/contracts/insights';
import { smape } from './accuracy';
import type { BackTest, Trial } from './back-test';
import { isHeard } from './candidates';
import { mean } from './mean';
import type { Method } from './method';

type Name = Method['name'];

/** Who speaks for a series, and what it said in the past. */
export interface Choice {
  readonly method: ForecastMethod;
  /** Shares of the mean; they add up to 1. */
  readonly weights: ReadonlyMap<Name, number>;
  /** For each trial. */
  readonly foretold: readonly (readonly number[])[];
}

/** One method alone must be so much nearer than the mean of several: what was best in the past is often so by chance. M3 monthly: 12.88 with it, 13.49 when the best is always taken (sMAPE). */
const CLEARLY_BETTER = 0.7;
/** Fewer say nothing about one alone. */
const FEWEST_TRIALS = 3;
/** Percent: who was without fault does not silence all others. */
const LEAST_ERROR = 0.01;

/** The mean of several weighted by the squares of their past errors, or one method that was clearly nearer than it. */
export const chooseMethod = ({ methods, trials }: BackTest, months: number): Choice => {
  const names = methods.map(({ name }) => name);
  const heard = names.filter((name) => isHeard(name, months));
  const several = meanOfSeveral(heard.length === 0 ? names : heard, trials);
  if (trials.length < FEWEST_TRIALS) return several;
  const bar = CLEARLY_BETTER * errorOf(several.foretold, trials);
  const alone = names.map((name) => choiceOf(name, trials)).reduce((a, b) => (errorOf(b.foretold, trials) < errorOf(a.foretold, trials) ? b : a));
  return errorOf(alone.foretold, trials) < bar ? alone : several;
};

/** Mean of sMAPE over the trials. */
export const errorOf = (foretold: readonly (readonly number[])[], trials: readonly Trial[]): number => mean(trials.map(({ actual }, at) => smape(foretold[at] ?? [], actual)));

export const choiceOf = (name: Name, trials: readonly Trial[]): Choice => ({ method: name, weights: new Map([[name, 1]]), foretold: trials.map(({ foretold }) => foretold.get(name) ?? []) });

/** In the trials each weight comes from the other ones: it does not know what it foretells. */
const meanOfSeveral = (names: readonly Name[], trials: readonly Trial[]): Choice => {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return choiceOf(only, trials);
  return {
    method: 'mean_of_several',
    weights: weightsFrom(names, trials),
    foretold: trials.map((trial) => weighted(weightsFrom(names, trials.length === 1 ? [] : trials.filter((other) => other !== trial)), trial.foretold)),
  };
};

const weightsFrom = (names: readonly Name[], trials: readonly Trial[]): ReadonlyMap<Name, number> => {
  const raw = names.map((name) => 1 / (errorOf(choiceOf(name, trials).foretold, trials) + LEAST_ERROR) ** 2);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return new Map(names.map((name, at) => [name, (raw[at] ?? 0) / sum]));
};

/** Sum of the forecasts times their weights. */
export const weighted = (weights: ReadonlyMap<Name, number>, foretold: ReadonlyMap<Name, readonly number[]>): readonly number[] => {
  const parts = [...weights].map(([name, weight]) => (foretold.get(name) ?? []).map((amount) => weight * amount));
  return (parts[0] ?? []).map((_, at) => parts.reduce((sum, part) => sum + (part[at] ?? 0), 0));
};
