import type { BoostOptions } from './boost-options';
import type { Labels } from './loss';
import { sigmoid } from './sigmoid';

interface Weighted extends Labels {
  readonly weights: Float64Array;
}

/** Certainty may not take a row out of the sums altogether (as XGBoost bounds it). */
const LEAST_LOGISTIC = 1e-16;

/** Writes first and second derivative of each row's loss at its margin, by weight. The pinball loss has no second one: 1 stands in. */
export const writeSlopes = (slopes: Float64Array, margins: Float64Array, { labels, options }: { readonly labels: Weighted; readonly options: Pick<BoostOptions, 'objective' | 'quantile'> }): void => {
  switch (options.objective) {
    case 'squared':
      return squared(slopes, margins, labels);
    case 'logistic':
      return logistic(slopes, margins, labels);
    case 'quantile':
      return pinball(slopes, margins, { ...labels, quantile: options.quantile ?? 0 });
  }
};

const squared = (slopes: Float64Array, margins: Float64Array, { target, weights }: Weighted): void => {
  for (let row = 0; row < margins.length; row += 1) {
    const weight = weights[row] as number;
    slopes[2 * row] = weight * ((margins[row] as number) - (target[row] as number));
    slopes[2 * row + 1] = weight;
  }
};

const logistic = (slopes: Float64Array, margins: Float64Array, { target, weights }: Weighted): void => {
  for (let row = 0; row < margins.length; row += 1) {
    const weight = weights[row] as number;
    const chance = sigmoid(margins[row] as number);
    slopes[2 * row] = weight * (chance - (target[row] as number));
    slopes[2 * row + 1] = weight * Math.max(chance * (1 - chance), LEAST_LOGISTIC);
  }
};

const pinball = (slopes: Float64Array, margins: Float64Array, { target, weights, quantile }: Weighted & { readonly quantile: number }): void => {
  for (let row = 0; row < margins.length; row += 1) {
    const weight = weights[row] as number;
    slopes[2 * row] = weight * ((target[row] as number) > (margins[row] as number) ? -quantile : 1 - quantile);
    slopes[2 * row + 1] = weight;
  }
};
