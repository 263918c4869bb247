import type { CostForecast } from '@ml/contracts/insights';
import { mape, smape } from './accuracy';
import { asked } from './asked';
import { backTest, type BackTest } from './back-test';
import { candidates } from './candidates';
import { choiceOf, chooseMethod, errorOf, weighted, type Choice } from './choose-method';
import { intervals, type Interval } from './interval';
import { mean } from './mean';
import type { FittedForecasters, Method } from './method';
import { naive } from './naive';

export interface AmountsForecast {
  readonly method: CostForecast['method'];
  readonly points: readonly (Interval & { readonly amount: number })[];
  readonly backtest: CostForecast['backtest'];
  /** So many of the amounts, the newest, it rests on. */
  readonly months: number;
  /** Methods that did not answer. */
  readonly failed: readonly Method['name'][];
}

/** In units near the largest amount: a share of less says nothing about a method. */
const NEXT_TO_NOTHING = 1e-9;
/** Older ones say nothing about next month, and cost time. */
const MOST_MONTHS = 144;

/**
 * What follows on these amounts, a month each, without gaps: by whatever foretold the past of this series best.
 * Finite for finite amounts; never below zero when no amount is; a method that fails is left out.
 */
export const forecastAmounts = (amounts: readonly number[], horizon: number, fitted: FittedForecasters): AmountsForecast => {
  const newest = amounts.slice(-MOST_MONTHS);
  const unit = unitOf(newest);
  const history = newest.map((amount) => amount / unit);
  const tested = backTest(methodsFor(history, fitted), history, horizon);
  const { choice, forecast, failed } = spoken(chooseMethod(tested, history.length), { history, horizon, tested });
  const least = history.every((amount) => amount >= 0) ? 0 : -Infinity;
  const points = intervals(forecast, { history, trials: tested.trials, foretold: choice.foretold }).map(({ lower, upper }, at) => ({
    amount: unit * Math.max(least, forecast[at] ?? 0),
    lower: unit * Math.max(least, lower),
    upper: unit * Math.max(least, upper),
  }));
  return { method: choice.method, points, backtest: backtestOf(choice, tested), months: history.length, failed: [...new Set([...tested.failed, ...failed])] };
};

/** A bill that never changed leaves nothing to choose. */
const methodsFor = (history: readonly number[], fitted: FittedForecasters): readonly Method[] => {
  const all = candidates(fitted);
  return history.every((amount) => amount === history[0]) ? all.filter(({ name }) => name === 'naive') : all;
};

/** A power of two near the largest amount: dividing by it changes no digit, so that the unit of the amounts makes no difference. */
const unitOf = (amounts: readonly number[]): number => {
  const largest = Math.max(...amounts.map(Math.abs));
  return largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
};

interface Spoken {
  readonly choice: Choice;
  readonly forecast: readonly number[];
  readonly failed: readonly Method['name'][];
}

interface Ground {
  readonly history: readonly number[];
  readonly horizon: number;
  readonly tested: BackTest;
}

/** What the chosen ones say about the future. Who fails here, on the whole series, is left out as well; without anybody the last month is repeated. */
const spoken = ({ method, weights, foretold }: Choice, { history, horizon, tested }: Ground): Spoken => {
  const answers = tested.methods.filter(({ name }) => weights.has(name)).map(({ name, forecast }) => [name, asked(forecast, history, horizon)] as const);
  const good = new Map(answers.flatMap(([name, answer]) => (answer === null ? [] : [[name, answer] as const])));
  const failed = answers.filter(([, answer]) => answer === null).map(([name]) => name);
  const sum = [...good.keys()].reduce((total, name) => total + (weights.get(name) ?? 0), 0);
  if (sum === 0) return { choice: choiceOf('naive', tested.trials), forecast: naive(history, horizon), failed };
  const left = new Map([...good.keys()].map((name) => [name, (weights.get(name) ?? 0) / sum]));
  return { choice: { method, weights: left, foretold }, forecast: weighted(left, good), failed };
};

const backtestOf = ({ foretold }: Choice, { trials }: BackTest): AmountsForecast['backtest'] => {
  if (trials.length === 0) return null;
  const percent = trials.map(({ actual }, at) => mape(foretold[at] ?? [], actual, NEXT_TO_NOTHING));
  return {
    mape: percent.every((each) => each !== null) ? mean(percent) : null,
    smape: mean(trials.map(({ actual }, at) => smape(foretold[at] ?? [], actual))),
    beats_naive: errorOf(foretold, trials) < errorOf(choiceOf('naive', trials).foretold, trials),
    origins: trials.length,
  };
};
