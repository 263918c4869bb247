import type { ForecastMethod } from '@ml/contracts/insights';

/** The months that follow on these, as many as the horizon says. May throw. */
export type Forecaster = (amounts: readonly number[], horizon: number) => readonly number[];

/** One that can be chosen by itself; the mean of several is made of these. */
export interface Method {
  readonly name: Exclude<ForecastMethod, 'mean_of_several'>;
  /** Months without which it says nothing. */
  readonly least: number;
  /** Months of the whole series from which on it is asked. */
  readonly from: number;
  readonly forecast: Forecaster;
}

/** What a library fits; handed in, as it is no pure code. */
export interface FittedForecasters {
  /** Exponential smoothing by state space without a season, chosen by AICc. */
  readonly ets: Forecaster;
  /** Seasonal and trend decomposition by loess, with `ets` for what is left. */
  readonly mstl: Forecaster;
  /** A trend with changepoints and a yearly season of smooth waves. */
  readonly prophet: Forecaster;
}
