import { selectRank } from './select-rank';

/** The least of `values` that at least the share `quantile` of the weight does not exceed: a minimum of the pinball loss. NaN when there are none. */
export const weightedQuantile = (values: Float64Array, weights: Float64Array | undefined, quantile: number): number => {
  if (weights === undefined) {
    return selectRank(values.slice(), Math.max(Math.ceil(quantile * values.length) - 1, 0));
  }
  const places = Uint32Array.from(values.keys()).filter((at) => (weights[at] as number) > 0);
  places.sort((one, other) => (values[one] as number) - (values[other] as number) || one - other);
  const wanted = quantile * places.reduce((sum, at) => sum + (weights[at] as number), 0);
  let passed = 0;
  for (const at of places) {
    passed += weights[at] as number;
    if (passed >= wanted) return values[at] as number;
  }
  return values[places.at(-1) ?? values.length] ?? Number.NaN;
};
