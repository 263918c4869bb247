import type { LoggedPrediction } from '@ml/contracts/predictions';

/** The same with its first rows only; `rows` still says how many there were. */
export const sampleOf = (prediction: LoggedPrediction, rows: number): LoggedPrediction => {
  const { input, output } = prediction;
  if (input.rows.length <= rows && output.rows.length <= rows) return prediction;
  return {
    ...prediction,
    input: { features: input.features, rows: input.rows.slice(0, rows) },
    output: { columns: output.columns, rows: output.rows.slice(0, rows) },
  };
};
