import { smoothed } from './exponential-smoothing';
import { mean } from './mean';
import type { Forecaster } from './method';

/**
 * Half the straight line through the series, half the smoothed series of twice its curvature (Assimakopoulos and Nikolopoulos, 2000).
 * The season is taken out before and put in after.
 */
export const theta: Forecaster = (amounts, horizon) => {
  const { intercept, slope } = lineThrough(amounts);
  const curved = amounts.map((amount, at) => 2 * amount - (intercept + slope * at));
  const { level } = smoothed(curved);
  return Array.from({ length: horizon }, (_, at) => (level + intercept + slope * (amounts.length + at)) / 2);
};

/** By least squares, over 0, 1, 2, ... */
const lineThrough = (amounts: readonly number[]): { readonly intercept: number; readonly slope: number } => {
  const [middle, level] = [(amounts.length - 1) / 2, mean(amounts)];
  const spread = amounts.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : amounts.reduce((sum, amount, at) => sum + (at - middle) * (amount - level), 0) / spread;
  return { slope, intercept: level - slope * middle };
};
