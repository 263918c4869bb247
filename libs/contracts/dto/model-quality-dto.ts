import { field } from '../field';
import { ReasonDto } from './plan-parts';
import { ModelRefDto } from './model-dto';
import { MODEL_ID } from './model-upload-dto';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: 1, nullable: true } as const;
const ERROR = { min: 0, max: Number.MAX_SAFE_INTEGER, nullable: true } as const;

export class WindowQueryDto {
  @field.integer({ what: 'How many days back; 30 unless told.', unit: 'days', min: 1, max: 365, example: 30, optional: true })
  readonly days?: number;
}

class CalibrationDto {
  @field.number({ what: 'Predicted share from.', min: 0, max: 1, example: 0.2 })
  readonly from!: number;

  @field.number({ what: 'Predicted share to.', min: 0, max: 1, example: 0.3 })
  readonly to!: number;

  @field.integer({ what: 'Rows in between.', ...COUNT, example: 42 })
  readonly count!: number;

  @field.number({ what: 'Mean predicted share.', min: 0, max: 1, example: 0.25 })
  readonly predicted!: number;

  @field.number({ what: 'Share that happened.', min: 0, max: 1, example: 0.24 })
  readonly observed!: number;
}

class ChallengerQualityDto {
  @field.object({ what: 'The challenger.', type: () => ModelRefDto })
  readonly model!: ModelRefDto;

  @field.text({ what: 'How it is compared.', of: ['shadow', 'ab'], example: 'shadow' })
  readonly mode!: string;

  @field.integer({ what: 'Rows that both have seen.', ...COUNT, example: 900 })
  readonly rows!: number;

  @field.number({ what: 'Mean of challenger minus champion.', min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, example: 0.0004, nullable: true })
  readonly mean_difference!: number | null;
}

export class ModelPerformanceDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.integer({ what: 'How many days back.', unit: 'days', min: 1, max: 365, example: 30 })
  readonly days!: number;

  @field.integer({ what: 'Predictions made.', ...COUNT, example: 15_234 })
  readonly predictions_count!: number;

  @field.integer({ what: 'Predictions whose outcome is known: all that follows is of them.', ...COUNT, example: 1_200 })
  readonly outcomes_count!: number;

  @field.number({ what: 'Share of right classes at 0.5; null for numbers, or before any outcome.', ...SHARE, example: 0.942 })
  readonly accuracy!: number | null;

  @field.number({ what: 'Of those said to happen, the share that did.', ...SHARE, example: 0.9 })
  readonly precision!: number | null;

  @field.number({ what: 'Of those that happened, the share that was said.', ...SHARE, example: 0.86 })
  readonly recall!: number | null;

  @field.number({ what: 'Harmonic mean of precision and recall.', ...SHARE, example: 0.88 })
  readonly f1_score!: number | null;

  @field.number({ what: 'Mean squared error of the probabilities; lower is better.', ...SHARE, example: 0.06 })
  readonly brier_score!: number | null;

  @field.number({ what: 'Area under the ROC curve; 0.5 is chance.', ...SHARE, example: 0.93 })
  readonly auc!: number | null;

  @field.objects({ what: 'Predicted against observed share, by tenths.', type: () => CalibrationDto })
  readonly calibration!: readonly CalibrationDto[];

  @field.number({ what: 'Mean absolute error, in the unit of the target.', ...ERROR, example: null })
  readonly mae!: number | null;

  @field.number({ what: 'Root of the mean squared error, in the unit of the target.', ...ERROR, example: null })
  readonly rmse!: number | null;

  @field.number({ what: 'Share of the variance that is explained; below 0 is worse than the mean.', min: -Number.MAX_SAFE_INTEGER, max: 1, nullable: true, example: null })
  readonly r2!: number | null;

  @field.number({ what: 'Mean time of a prediction.', unit: 'ms', ...ERROR, example: 1.9 })
  readonly average_latency_ms!: number | null;

  @field.integer({ what: 'Requests that a rule answered in its place.', ...COUNT, example: 0 })
  readonly fallbacks!: number;

  @field.object({ what: 'The challenger on the same rows, while there is one.', type: () => ChallengerQualityDto, nullable: true })
  readonly challenger!: ChallengerQualityDto | null;
}

class FeatureDriftDto {
  @field.text({ what: 'Name of the feature.', example: 'price_lag_1h' })
  readonly feature!: string;

  @field.text({ what: '`ks`: Kolmogorov-Smirnov. `wasserstein`: normalised distance, above 1,000 rows.', of: ['ks', 'wasserstein'], example: 'ks' })
  readonly test!: string;

  @field.number({ what: 'The statistic of that test.', ...COUNT, example: 0.08 })
  readonly statistic!: number;

  @field.number({ what: 'Corrected for the number of features; null of a distance.', ...SHARE, example: 0.31 })
  readonly p_value!: number | null;

  @field.integer({ what: 'Rows of training it is compared with.', ...COUNT, example: 500 })
  readonly reference_rows!: number;

  @field.integer({ what: 'Rows of the window.', ...COUNT, example: 400 })
  readonly current_rows!: number;

  @field.flag({ what: 'Whether it is another population.', example: false })
  readonly drifted!: boolean;
}

export class ModelDriftDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.integer({ what: 'How many days back.', unit: 'days', min: 1, max: 365, example: 30 })
  readonly days!: number;

  @field.text({ what: '`unknown`: `reason` says why nothing can be said.', of: ['stable', 'drifted', 'unknown'], example: 'stable' })
  readonly status!: string;

  @field.object({ what: 'Why nothing can be said; null when something can.', type: () => ReasonDto, nullable: true })
  readonly reason!: ReasonDto | null;

  @field.number({ what: 'Share of the features that drifted.', min: 0, max: 1, example: 0 })
  readonly drifted_share!: number;

  @field.objects({ what: 'Feature by feature.', type: () => FeatureDriftDto })
  readonly features!: readonly FeatureDriftDto[];
}
