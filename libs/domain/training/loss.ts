import type { BoostOptions } from './boost-options';

/** Labelled rows: targets and, where rows count differently, weights. */
export interface Labels {
  readonly target: Float64Array;
  readonly weights?: Float64Array | undefined;
}

/** Mean loss of margins by weight: squared error, log-loss, or pinball loss. */
export const meanLoss = (options: Pick<BoostOptions, 'objective' | 'quantile'>, margins: Float64Array, { target, weights }: Labels): number => {
  const lossOf = LOSSES[options.objective];
  const quantile = options.quantile ?? 0;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < margins.length; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] as number);
    sum += weight * lossOf(margins[row] as number, target[row] as number, quantile);
    total += weight;
  }
  return sum / total;
};

const LOSSES = {
  squared: (margin: number, target: number): number => (margin - target) ** 2,
  // log(1 + e^m) - y m, in the form that does not overflow.
  logistic: (margin: number, target: number): number => Math.max(margin, 0) - target * margin + Math.log1p(Math.exp(-Math.abs(margin))),
  quantile: (margin: number, target: number, quantile: number): number => Math.max(quantile * (target - margin), (quantile - 1) * (target - margin)),
} as const;
