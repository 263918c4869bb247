import type { LoggedPrediction } from '@ml/contracts/predictions';
import type { Happening } from './happening';

/** In one frame; how many more there were is said. */
const MOST_SHOWN = 50;
/** Values of a prediction's input, and of its output. */
const MOST_CELLS = 200;
const MOST_ROWS = 3;

const firstOf = <Row extends readonly unknown[]>(rows: readonly Row[], width: number): readonly Row[] =>
  rows.slice(0, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, width))));

/** The first rows, and the names of their columns unless they are too many to be looked at. */
const summaryOf = ({ tenant: _, input, output, ...prediction }: LoggedPrediction): object => ({
  ...prediction,
  input: { features: input.features.slice(0, MOST_CELLS), rows: firstOf(input.rows, input.features.length) },
  output: { columns: output.columns.slice(0, MOST_CELLS), rows: firstOf(output.rows, output.columns.length) },
});

/** What somebody was told: a model in the shadow tells nobody. */
export const isTold = ({ role }: LoggedPrediction): boolean => role !== 'shadow';

/** Many predictions at once: all to the platform, to each tenant its own that it was told. */
export const predictionsToldTo =
  (predictions: readonly LoggedPrediction[]): Happening['toldTo'] =>
  (tenant) => {
    const seen = tenant === null ? predictions : predictions.filter((prediction) => prediction.tenant === tenant && isTold(prediction));
    if (seen.length === 0) return undefined;
    const shown = seen.slice(0, MOST_SHOWN);
    return { event: 'predictions_made', count: seen.length, omitted: seen.length - shown.length, predictions: shown.map(summaryOf) };
  };
