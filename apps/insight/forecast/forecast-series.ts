import type { Reason } from '@ml/contracts/decision';
import type { CostForecast, MonthlyAmount } from '@ml/contracts/insights';
import { cleanSeries } from '@ml/domain/forecast/clean-series';
import { forecastAmounts, type AmountsForecast } from '@ml/domain/forecast/forecast-amounts';
import { LEVEL } from '@ml/domain/forecast/interval';
import { monthName } from '@ml/domain/forecast/months';
import { PERIOD } from '@ml/domain/forecast/seasonal-adjustment';
import { augurs } from './augurs';

export interface ForecastTask {
  readonly series: readonly MonthlyAmount[];
  /** Months. */
  readonly horizon: number;
  /** The month that is, `2026-11`: it has not ended. */
  readonly current: string;
}

/** Percent: a forecast of costs should be no further off. */
const TARGET = 10;
const CENTS = 100;

/** Once for each thread. */
const fitted = augurs();

/** @throws ForecastFault */
export const forecastSeries = ({ series, horizon, current }: ForecastTask): CostForecast => {
  const { first, amounts, warnings } = cleanSeries(series, current);
  const { method, points, backtest, months, failed } = forecastAmounts(amounts, horizon, fitted);
  return {
    method,
    points: points.map(({ amount, lower, upper }, at) => ({ month: monthName(first + amounts.length + at), amount: inCents(amount), lower: inCents(lower), upper: inCents(upper) })),
    level: LEVEL,
    backtest: backtest && { ...backtest, mape: backtest.mape === null ? null : hundredths(backtest.mape), smape: backtest.smape === null ? null : hundredths(backtest.smape) },
    months,
    warnings: [...warnings, ...lengthWarnings(amounts.length), ...targetWarnings(backtest), ...failed.map((name) => ({ code: 'METHOD_FAILED', text: `The method ${name} has no answer for this series and was left out.` }))],
  };
};

const hundredths = (percent: number): number => Math.round(percent * 100) / 100;
/** Not minus nothing. */
const inCents = (amount: number): number => Math.round(amount * CENTS) / CENTS + 0;

const lengthWarnings = (months: number): readonly Reason[] => {
  if (months < PERIOD) return [{ code: 'SHORT_SERIES', text: `${months} months are less than a year: only simple methods were asked, and the interval is rough.` }];
  return months < 2 * PERIOD ? [{ code: 'SHORT_SERIES', text: `${months} months are less than two years: seasons cannot be seen.` }] : [];
};

const targetWarnings = (backtest: AmountsForecast['backtest']): readonly Reason[] => {
  if (backtest === null) return [{ code: 'NOT_TRIED', text: 'The series is too short to try the method on its past: nothing is known of how far off it is.' }];
  const { mape } = backtest;
  if (mape === null || mape <= TARGET) return [];
  return [{ code: 'OUTSIDE_TARGET', text: `On the past of this series the method was ${mape.toFixed(1)}% off on average; ${TARGET}% is the target.` }];
};
