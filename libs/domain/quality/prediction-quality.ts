import type { ModelType } from '@ml/contracts/model-metadata';
import { classQuality, type ClassQuality } from './class-quality';
import { numberQuality, type NumberQuality } from './number-quality';
import type { Pair } from './pair';

export type PredictionQuality = ClassQuality & NumberQuality;

/** What the answers of a type are: a share or chance from 0 to 1, a score from 0 to 100 for the same, or a number. */
const MEANING = {
  spot_predictor: 'chance',
  waste_predictor: 'chance',
  anomaly_detector: 'score',
  spot_price_predictor: 'number',
  resource_forecaster: 'number',
  rightsizing_predictor: 'number',
} as const satisfies Record<ModelType, 'chance' | 'score' | 'number'>;

const NO_CLASS = classQuality([]);
const NO_NUMBER = numberQuality([]);
const HIGHEST_SCORE = 100;

/** How good the predictions of a model of this type were. What has no meaning for the type is null. */
export const predictionQuality = (type: ModelType, pairs: readonly Pair[]): PredictionQuality => {
  switch (MEANING[type]) {
    case 'chance':
      return { ...NO_NUMBER, ...classQuality(pairs) };
    case 'score':
      return { ...NO_NUMBER, ...classQuality(pairs.map(({ predicted, actual }) => ({ predicted: predicted / HIGHEST_SCORE, actual }))) };
    case 'number':
      return { ...NO_CLASS, ...numberQuality(pairs) };
  }
};
