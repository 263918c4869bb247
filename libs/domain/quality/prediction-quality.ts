import type { ModelType } from '@ml/contracts/model-metadata';
import { classQuality, scoreQuality, type ClassQuality } from './class-quality';
import { numberQuality, type NumberQuality } from './number-quality';
import type { Pair } from './pair';

export type PredictionQuality = ClassQuality & NumberQuality;

/** What the answers of a type are: a chance from 0 to 1, a score that ranks, or a number. */
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

/** Score that one of a hundred samples held out of training reached: whoever learns what is rare flags those. */
const FLAGGED_FROM = 'score_p99';

interface Judged {
  readonly type: ModelType;
  /** Of the model's metadata. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** How good the predictions of a model were. What has no meaning for its type is null. */
export const predictionQuality = ({ type, metrics }: Judged, pairs: readonly Pair[]): PredictionQuality => {
  switch (MEANING[type]) {
    case 'chance':
      return { ...NO_NUMBER, ...classQuality(pairs) };
    case 'score':
      return { ...NO_NUMBER, ...scoreQuality(pairs, metrics[FLAGGED_FROM] ?? null) };
    case 'number':
      return { ...NO_CLASS, ...numberQuality(pairs) };
  }
};
