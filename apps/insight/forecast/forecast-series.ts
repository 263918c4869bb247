import type { CostForecast, MonthlyAmount } from '@ml/contracts/insights';
import { cleanSeries } from '@ml/domain/forecast/clean-series';
import { monthName } from '@ml/domain/forecast/months';

export interface ForecastTask {
  readonly series: readonly MonthlyAmount[];
  /** Months. */
  readonly horizon: number;
  /** The month that is, `2026-11`: it has not ended. */
  readonly current: string;
}

/** @throws ForecastFault */
export const forecastSeries = ({ series, horizon, current }: ForecastTask): CostForecast => {
  const { first, amounts, warnings } = cleanSeries(series, current);
  const amount = amounts.at(-1) ?? 0;
  const points = Array.from({ length: horizon }, (_, at) => ({ month: monthName(first + amounts.length + at), amount, lower: amount, upper: amount }));
  return { method: 'naive', points, level: 0.8, backtest: null, months: amounts.length, warnings };
};
