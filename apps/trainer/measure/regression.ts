import type { Metrics } from '../kinds/kind';

/** Below this a share of the truth says nothing. */
const NEARLY_NOTHING = 1e-9;

/** Of predictions beside what came: mean absolute and root mean squared error, share of the variance explained, mean absolute share of the truth. */
export const regressionMetrics = (said: Float64Array, came: Float64Array): Metrics & Readonly<Record<'mae' | 'rmse', number>> => {
  const mean = came.reduce((sum, value) => sum + value, 0) / came.length;
  let [absolute, squared, total, shares, counted] = [0, 0, 0, 0, 0];
  for (let row = 0; row < came.length; row += 1) {
    const truth = came[row] ?? 0;
    const apart = Math.abs((said[row] ?? 0) - truth);
    absolute += apart;
    squared += apart * apart;
    total += (truth - mean) ** 2;
    if (Math.abs(truth) <= NEARLY_NOTHING) continue;
    shares += apart / Math.abs(truth);
    counted += 1;
  }
  return {
    mae: absolute / came.length,
    rmse: Math.sqrt(squared / came.length),
    ...(total > 0 ? { r2: 1 - squared / total } : {}),
    ...(counted > 0 ? { mape: shares / counted } : {}),
  };
};

/** Mean loss of a quantile (Koenker and Bassett): what lies above costs `quantile`, what lies below the rest. */
export const pinballLoss = (said: Float64Array, came: Float64Array, quantile: number): number =>
  came.reduce((sum, truth, row) => {
    const above = truth - (said[row] ?? 0);
    return sum + (above >= 0 ? quantile * above : (quantile - 1) * above);
  }, 0) / came.length;

/** Share of what came that lies between two predictions, both included. */
export const coverage = (low: Float64Array, high: Float64Array, came: Float64Array): number =>
  came.reduce((inside, truth, row) => inside + (truth >= (low[row] ?? 0) && truth <= (high[row] ?? 0) ? 1 : 0), 0) / came.length;
