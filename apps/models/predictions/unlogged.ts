/** Counted where predictions are sent (`stream`) and where they are written (`table`). */
export const UNLOGGED = {
  name: 'ml_predictions_unlogged_total',
  help: 'Predictions that are not in the log: the stream did not take them in time, or the table refused them',
  labels: ['by'],
} as const;
