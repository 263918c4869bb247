import type { Forecaster } from './method';
import { PERIOD } from './seasonal-adjustment';

/** The last month again and again. */
export const naive: Forecaster = (amounts, horizon) => Array.from({ length: horizon }, () => amounts.at(-1) ?? 0);

/** The same month of last year. */
export const seasonalNaive: Forecaster = (amounts, horizon) => Array.from({ length: horizon }, (_, at) => amounts[amounts.length - PERIOD + (at % PERIOD)] ?? 0);
