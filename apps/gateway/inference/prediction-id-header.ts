/** The protocol's body has no place for it. */
export const PREDICTION_ID_HEADER = 'X-Prediction-Id';
