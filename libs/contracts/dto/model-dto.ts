import { MODEL_TYPES, type ModelType } from '../model-metadata';
import { MODEL_SORTS } from '../models';
import { field } from '../field';
import { MODEL_NAME, MODEL_VERSION } from './model-names';
import { MODEL_ID } from './model-upload-dto';
import { PageQuery } from './page-query';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
export const ALIASES = ['champion', 'challenger'] as const;

export class ModelPath {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;
}

export class ModelQueryDto extends PageQuery {
  @field.flag({ what: 'Only versions that answer, or only those that do not.', example: true, optional: true })
  readonly active?: boolean;

  @field.text({ what: 'Only models of this type.', of: MODEL_TYPES, example: 'spot_price_predictor', optional: true })
  readonly model_type?: ModelType;

  @field.text({ what: 'Only versions of this model.', ...MODEL_NAME, optional: true })
  readonly model_name?: string;

  @field.day({ what: 'Uploaded on this day or later, UTC.', example: '2026-11-01', optional: true })
  readonly start_date?: string;

  @field.day({ what: 'Uploaded on this day or before, UTC.', example: '2026-11-21', optional: true })
  readonly end_date?: string;

  @field.text({ what: 'Order: newest first unless told; by name; by predictions.', of: MODEL_SORTS, example: 'uploaded_at', optional: true })
  readonly sort?: (typeof MODEL_SORTS)[number];
}

/** A version in a few words. */
export class ModelRefDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly id!: string;

  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly name!: string;

  @field.text({ what: 'Version.', ...MODEL_VERSION })
  readonly version!: string;
}

export class ModelSummaryDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly name!: string;

  @field.text({ what: 'Version.', ...MODEL_VERSION })
  readonly version!: string;

  @field.text({ what: 'What it is for.', of: MODEL_TYPES, example: 'spot_price_predictor' })
  readonly model_type!: string;

  @field.day({ what: 'The last day whose data it was trained with.', example: '2026-10-31' })
  readonly trained_until!: string;

  @field.flag({ what: 'Whether it answers for its name.', example: true })
  readonly active!: boolean;

  @field.text({ what: '`champion` answers, `challenger` is compared with it.', of: ALIASES, example: 'champion', nullable: true })
  readonly alias!: string | null;

  @field.integer({ what: 'Size of the file.', unit: 'bytes', ...COUNT, example: 1_843_200 })
  readonly size_bytes!: number;

  @field.time({ what: 'When it was uploaded.', example: '2026-11-21T09:00:00Z' })
  readonly uploaded_at!: string;

  @field.integer({ what: 'Predictions it has made.', ...COUNT, example: 15_234 })
  readonly predictions_count!: number;

  @field.day({ what: 'Up to which day a refresh has brought prices for it; null: none has.', example: '2026-11-20', nullable: true })
  readonly last_refresh_date!: string | null;
}

class ModelUsageDto {
  @field.integer({ what: 'Predictions it has made.', ...COUNT, example: 15_234 })
  readonly predictions_count!: number;

  @field.number({ what: 'Mean time inside the server.', unit: 'ms', ...COUNT, example: 1.9, nullable: true })
  readonly average_latency_ms!: number | null;

  @field.time({ what: 'When it was last asked.', example: '2026-11-21T10:00:00Z', nullable: true })
  readonly last_prediction_at!: string | null;
}

class ModelVersionDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.text({ what: 'Version.', ...MODEL_VERSION })
  readonly version!: string;

  @field.flag({ what: 'Whether it answers.', example: true })
  readonly active!: boolean;

  @field.time({ what: 'When it was uploaded.', example: '2026-11-21T09:00:00Z' })
  readonly uploaded_at!: string;
}

class ReplicaDto {
  @field.text({ what: 'Name of the replica.', example: 'models-7d9f' })
  readonly replica!: string;

  @field.text({ what: 'For which alias.', of: ALIASES, example: 'champion' })
  readonly alias!: string;

  @field.text({ what: 'Version (its id) it serves now; null: none yet.', ...MODEL_ID, nullable: true })
  readonly serving!: string | null;

  @field.text({ what: 'Version (its id) it should serve.', ...MODEL_ID, nullable: true })
  readonly wanted!: string | null;

  @field.text({ what: 'Why the two differ; null when they do not.', max: 2000, example: null, nullable: true })
  readonly error!: string | null;

  @field.time({ what: 'When it said so.', example: '2026-11-21T10:00:00Z' })
  readonly at!: string;
}

class LastRefreshDto {
  @field.text({ what: 'Id of the refresh.', example: '019a7b1e-8c00-7000-8000-0000000000d1' })
  readonly refresh_id!: string;

  @field.time({ what: 'When it had brought the prices.', example: '2026-11-21T02:04:00Z' })
  readonly refreshed_at!: string;

  @field.day({ what: 'First day of the prices.', example: '2026-11-14' })
  readonly data_from!: string;

  @field.day({ what: 'Last day of the prices.', example: '2026-11-20' })
  readonly data_to!: string;

  @field.integer({ what: 'Price changes that it brought.', ...COUNT, example: 18_420 })
  readonly records!: number;
}

export class ModelDetailsDto extends ModelSummaryDto {
  @field.text({ what: 'SHA-256 of the file, hex.', example: '5f'.repeat(32) })
  readonly sha256!: string;

  @field.text({ what: 'Id of the key it was uploaded with.', example: '019a7b1e-8c00-7000-8000-0000000000b1' })
  readonly uploaded_by!: string;

  @field.free({ what: 'Features, outputs, hyperparameters and what else came with it.', example: { task: 'regression', target: 'USD an hour' } })
  readonly metadata!: Readonly<Record<string, unknown>>;

  @field.free({ what: 'What the trainer measured on rows held out.', example: { mae: 0.004, rmse: 0.009, r2: 0.97 } })
  readonly performance_metrics!: Readonly<Record<string, number>>;

  @field.object({ what: 'How much it is used.', type: () => ModelUsageDto })
  readonly usage_stats!: ModelUsageDto;

  @field.objects({ what: 'Every version of the model, newest first.', type: () => ModelVersionDto })
  readonly versions!: readonly ModelVersionDto[];

  @field.objects({ what: 'What each replica serves for its name.', type: () => ReplicaDto })
  readonly replicas!: readonly ReplicaDto[];

  @field.object({ what: 'The refresh that brought the newest prices; null: none has.', type: () => LastRefreshDto, nullable: true })
  readonly last_refresh!: LastRefreshDto | null;
}
