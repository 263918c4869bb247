import type { BoostOptions } from './boost-options';

/** Labelled rows: targets and, where rows count differently, weights. */
export interface Labels {
  readonly target: Float64Array;
  readonly weights?: Float64Array | undefined;
}

/** Mean loss of margins by weight: squared error, log-loss, or pinball loss. */
export const meanLoss = (options: Pick<BoostOptions, 'objective' | 'quantile'>, margins: Float64Array, labels: Labels): number =>
  sumOf(options, margins, labels) / (labels.weights?.reduce((sum, weight) => sum + weight, 0) ?? margins.length);

const sumOf = ({ objective, quantile }: Pick<BoostOptions, 'objective' | 'quantile'>, margins: Float64Array, labels: Labels): number => {
  switch (objective) {
    case 'squared':
      return squared(margins, labels);
    case 'logistic':
      return logistic(margins, labels);
    case 'quantile':
      return pinball(margins, labels, quantile ?? 0);
  }
};

// A loop each: with the loss of a row as a function that is passed in, a round took a fifth to two fifths longer.

const squared = (margins: Float64Array, { target, weights }: Labels): number => {
  let sum = 0;
  for (let row = 0; row < margins.length; row += 1) {
    const apart = (margins[row] as number) - (target[row] as number);
    sum += apart * apart * (weights === undefined ? 1 : (weights[row] as number));
  }
  return sum;
};

/** log(1 + e^m) - y m, in the form that does not overflow. */
const logistic = (margins: Float64Array, { target, weights }: Labels): number => {
  let sum = 0;
  for (let row = 0; row < margins.length; row += 1) {
    const margin = margins[row] as number;
    const loss = Math.max(margin, 0) - (target[row] as number) * margin + Math.log(1 + Math.exp(-Math.abs(margin)));
    sum += loss * (weights === undefined ? 1 : (weights[row] as number));
  }
  return sum;
};

const pinball = (margins: Float64Array, { target, weights }: Labels, quantile: number): number => {
  let sum = 0;
  for (let row = 0; row < margins.length; row += 1) {
    const above = (target[row] as number) - (margins[row] as number);
    sum += (above > 0 ? quantile : quantile - 1) * above * (weights === undefined ? 1 : (weights[row] as number));
  }
  return sum;
};
