import { dampedTrend } from './damped-trend';
import { smoothed } from './exponential-smoothing';
import type { FittedForecasters, Forecaster, Method } from './method';
import { naive, seasonalNaive } from './naive';
import { onLogScale } from './on-log-scale';
import { PERIOD, seasonallyAdjusted } from './seasonal-adjustment';
import { theta } from './theta';

const YEAR = PERIOD;
const TWO_YEARS = 2 * PERIOD;
/** Below it the library finds no model. */
const ETS_LEAST = 8;

const withoutSeason =
  (forecast: Forecaster): Forecaster =>
  (amounts, horizon) => {
    const adjusted = seasonallyAdjusted(amounts);
    return adjusted.restore(forecast(adjusted.amounts, horizon));
  };

const level: Forecaster = (amounts, horizon) => naive([smoothed(amounts).level], horizon);
const seasoned = (forecast: Forecaster): Forecaster => withoutSeason(onLogScale(forecast));

/**
 * All methods, the cheapest first.
 * | M3 monthly, every second series, 18 months | sMAPE |
 * |---|---|
 * | naive, seasonal naive | 17.89, 16.64 |
 * | theta as published | 13.60 |
 * | theta, damped trend, ETS, MSTL as they are here | 13.11, 13.26, 13.53, 14.05 |
 * | Prophet | 15.66 |
 * | the mean of the four with seasonal naive, weighted by back-test | 12.88 |
 * | the same, one alone (Prophet too) where it was clearly better | 12.91 |
 */
export const candidates = ({ ets, mstl, prophet }: FittedForecasters): readonly Method[] => [
  { name: 'naive', least: 1, from: 1, forecast: naive },
  { name: 'smoothing', least: 3, from: 3, forecast: onLogScale(level) },
  { name: 'theta', least: 3, from: 3, forecast: seasoned(theta) },
  { name: 'ets', least: ETS_LEAST, from: YEAR, forecast: seasoned(ets) },
  { name: 'seasonal_naive', least: YEAR, from: TWO_YEARS, forecast: seasonalNaive },
  { name: 'damped_trend', least: YEAR, from: TWO_YEARS, forecast: seasoned(dampedTrend) },
  { name: 'mstl', least: TWO_YEARS, from: TWO_YEARS, forecast: onLogScale(mstl) },
  { name: 'prophet', least: TWO_YEARS, from: TWO_YEARS, forecast: onLogScale(prophet) },
];

/** Who is heard in the mean of several. Prophet is asked for the few series whose slope breaks: it speaks alone or not at all. On M3 series cut to so many months a trend did harm below a year, and a level alone from two years on. */
export const isHeard = (name: Method['name'], months: number): boolean => {
  if (name === 'naive' || name === 'prophet') return false;
  if (name === 'smoothing') return months < TWO_YEARS;
  return name !== 'theta' || months >= YEAR;
};
