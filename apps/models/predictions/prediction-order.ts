import type { ModelType } from '@ml/contracts/model-metadata';
import type { PredictAsk, PredictionType } from '@ml/contracts/predictions';
import type { Reason } from '@ml/contracts/decision';
import type { ServedModel } from '../serving/serving';

/** One request, whoever makes it. */
export interface PredictionOrder {
  readonly type: ModelType;
  readonly name?: string;
  readonly input: Pick<PredictAsk, 'features' | 'rows' | 'columns'>;
  /** What is missing is not the caller's mistake: the rule answers instead. */
  readonly lenient?: boolean;
  /** What A/B splits by. */
  readonly key: string;
  readonly tenant: string | null;
  readonly signal: AbortSignal;
}

/** What was answered, and by whom. */
export interface Answered {
  readonly id: string;
  /** Null: no model; `fallback` says why. */
  readonly model: ServedModel | null;
  /** Null: nobody can say. */
  readonly answer: { readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] } | null;
  readonly confidence: number | null;
  readonly fallback?: Reason;
  readonly warnings: readonly Reason[];
}

export const PREDICTION_TYPE_OF = {
  spot_predictor: 'spot_interruption',
  resource_forecaster: 'resource_usage',
  spot_price_predictor: 'spot_price',
  waste_predictor: 'waste',
  anomaly_detector: 'anomaly',
  rightsizing_predictor: 'rightsizing',
} as const satisfies Record<ModelType, PredictionType>;
