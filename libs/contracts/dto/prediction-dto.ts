import { MODEL_TYPES, type ModelType } from '../model-metadata';
import { INTERRUPTION_ADVICE, type PredictAsk } from '../predictions';
import { field } from '../field';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { FEATURES_SCHEMA, featuresRule, OUTPUT_SCHEMA, ROWS_SCHEMA, rowsRule } from './cell-rules';
import { ModelRefDto } from './model-dto';
import { MODEL_NAME } from './model-names';
import { ReasonDto } from './plan-parts';
import { UUID } from './uuid';

export const PREDICTION_ID = { ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000d1' } as const;
const FEATURES = { price_lag_1h: 0.0312, price_mean_24h: 0.0309, hour_of_day: 10 };

export class PredictDto {
  @field.text({ what: 'What to predict.', of: MODEL_TYPES, example: 'spot_price_predictor' })
  readonly model_type!: ModelType;

  @field.text({ what: 'The active version of this model; without it of the one that was activated last for the type.', ...MODEL_NAME, optional: true })
  readonly model_name?: string;

  @field.special({ what: 'One row, by the names of the features; null or left out: not known. Either this or `rows`.', rule: featuresRule, schema: FEATURES_SCHEMA, example: FEATURES, optional: true })
  readonly features?: NonNullable<PredictAsk['features']>;

  @field.special({ what: 'Rows in the order in which the model declares its features. Either this or `features`.', rule: rowsRule, schema: ROWS_SCHEMA, example: [[0.0312, 0.0309, 10]], optional: true, rare: true })
  readonly rows?: NonNullable<PredictAsk['rows']>;

  @field.text({ what: 'What A/B splits by, as a cluster: the same key always meets the same version. The request id unless given.', max: 128, example: 'cluster-abc', optional: true })
  readonly key?: string;
}

const WHY = { what: 'Why no model answered: a rule did, or nothing.', type: () => ReasonDto, optional: true, rare: true } as const;
const WARNINGS = { what: 'What makes the answer worse than it could be, as features that are missing.', type: () => ReasonDto } as const;
const MODEL = { what: 'The version that answered; null: none did, `fallback` says why.', type: () => ModelRefDto, nullable: true } as const;

export class PredictionDto {
  @field.text({ what: 'Id of the prediction: report its outcome under it.', ...PREDICTION_ID })
  readonly prediction_id!: string;

  @field.object(MODEL)
  readonly model!: ModelRefDto | null;

  @field.special({ what: 'By column: one object for `features`, a list of them for `rows`; null without a model and without a rule.', rule: () => undefined, schema: OUTPUT_SCHEMA, example: { price: 0.0311 } })
  readonly output!: unknown;

  @field.number({ what: 'How sure the answer is; null when nothing can be said.', min: 0, max: 1, example: 0.82, nullable: true })
  readonly confidence!: number | null;

  @field.object(WHY)
  readonly fallback?: ReasonDto;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}

export class InterruptionAskDto {
  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'Availability zone of that region.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly az!: string;

  @field.number({ what: 'Price you pay; the newest known one unless given.', unit: 'USD an hour', min: 0, above: true, max: 10_000, example: 0.0365, optional: true })
  readonly spot_price?: number;

  @field.time({ what: 'When the node was started.', example: '2026-11-20T10:00:00Z', optional: true })
  readonly launch_time?: string;
}

export class InterruptionPredictionDto {
  @field.text({ what: 'Id of the prediction: report its outcome under it.', ...PREDICTION_ID })
  readonly prediction_id!: string;

  @field.number({ what: 'Share of such nodes that are interrupted within a month.', min: 0, max: 1, example: 0.07 })
  readonly interruption_probability!: number;

  @field.number({ what: 'How sure the answer is.', min: 0, max: 1, example: 0.82 })
  readonly confidence!: number;

  @field.text({ what: 'What to do about the node.', of: INTERRUPTION_ADVICE, example: 'keep' })
  readonly recommendation!: string;

  @field.number({ what: 'Safety of the pool: 1 = safe, 0 = unsafe.', min: 0, max: 1, example: 0.93 })
  readonly safety_score!: number;

  @field.object(MODEL)
  readonly model!: ModelRefDto | null;

  @field.object(WHY)
  readonly fallback?: ReasonDto;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}
