/** A level that follows the series, and how fast. */
export interface Smoothed {
  readonly level: number;
  readonly weight: number;
}

const STEPS = 100;
const WEIGHTS = Array.from({ length: STEPS }, (_, at) => (at + 1) / STEPS);

/** Simple exponential smoothing that starts at the first amount; the weight is the one whose forecasts of the next month were nearest. */
export const smoothed = (amounts: readonly number[]): Smoothed => {
  let best = { level: amounts[0] ?? 0, weight: 1, squares: Infinity };
  for (const weight of WEIGHTS) {
    const tried = { weight, ...run(amounts, weight) };
    if (tried.squares < best.squares) best = tried;
  }
  return best;
};

const run = (amounts: readonly number[], weight: number): { readonly level: number; readonly squares: number } => {
  let level = amounts[0] ?? 0;
  let squares = 0;
  for (const amount of amounts) {
    const error = amount - level;
    squares += error * error;
    level += weight * error;
  }
  return { level, squares };
};
