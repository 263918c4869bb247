import type { BoostOptions } from './boost-options';
import type { Labels } from './loss';
import { weightedQuantile } from './weighted-quantile';

/** A share of 0 or 1 has no log-odds: one in a million is as sure as data of one kind make it. */
const LEAST_SHARE = 1e-6;

/** The best answer that is the same for every row: mean, log-odds of the mean, or quantile. */
export const startingMargin = (options: Pick<BoostOptions, 'objective' | 'quantile'>, labels: Labels): number => {
  switch (options.objective) {
    case 'squared':
      return mean(labels);
    case 'logistic':
      return logOdds(Math.min(Math.max(mean(labels), LEAST_SHARE), 1 - LEAST_SHARE));
    case 'quantile':
      return weightedQuantile(labels.target, labels.weights, options.quantile ?? 0);
  }
};

const logOdds = (share: number): number => Math.log(share / (1 - share));

const mean = ({ target, weights }: Labels): number => {
  let sum = 0;
  let total = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < target.length; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] as number);
    if (weight === 0) continue;
    const value = target[row] as number;
    sum += weight * value;
    total += weight;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  // Rounding may push a mean out of what it is a mean of; a constant is its own mean exactly.
  return Math.min(Math.max(sum / total, least), most);
};
