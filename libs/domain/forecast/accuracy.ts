import { mean } from './mean';

/** Mean absolute error in percent of the mean of both amounts, 0 to 200; 0 where both are nothing. */
export const smape = (foretold: readonly number[], actual: readonly number[]): number =>
  mean(
    actual.map((amount, at) => {
      const said = foretold[at] ?? 0;
      const size = Math.abs(amount) + Math.abs(said);
      return size === 0 ? 0 : (200 * Math.abs(amount - said)) / size;
    }),
  );

/** Mean absolute error in percent of what came; null when something of it is no more than `nothing`. */
export const mape = (foretold: readonly number[], actual: readonly number[], nothing = 0): number | null =>
  actual.some((amount) => Math.abs(amount) <= nothing) ? null : mean(actual.map((amount, at) => (100 * Math.abs(amount - (foretold[at] ?? 0))) / Math.abs(amount)));

/** Mean absolute error in units of the mean absolute change from the same month of the year before (of the month before, in a first year); null when nothing ever changed. */
export const mase = (foretold: readonly number[], actual: readonly number[], history: readonly number[]): number | null => {
  const lag = history.length > YEAR ? YEAR : 1;
  const change = mean(history.slice(lag).map((amount, at) => Math.abs(amount - (history[at] ?? 0))));
  return change === 0 ? null : mean(actual.map((amount, at) => Math.abs(amount - (foretold[at] ?? 0)))) / change;
};

const YEAR = 12;
