import { PREDICTION_TYPES, type PredictionType } from '../predictions';
import { field } from '../field';
import { MODEL_ID } from './model-upload-dto';
import { MOST_ROWS } from './cell-rules';
import { PageQuery } from './page-query';
import { PREDICTION_ID } from './prediction-dto';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const ANY = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } as const;
const ROW = { min: 0, max: MOST_ROWS - 1, example: 0 } as const;
const ROLES = ['champion', 'challenger', 'shadow', 'fallback', 'direct'] as const;

export class PredictionQueryDto extends PageQuery {
  @field.text({ what: 'Only predictions of this version.', ...MODEL_ID, optional: true })
  readonly model_id?: string;

  @field.text({ what: 'Only predictions of this type.', of: PREDICTION_TYPES, example: 'spot_price', optional: true })
  readonly prediction_type?: PredictionType;
}

export class PredictionPath {
  @field.text({ what: 'Id of the prediction.', ...PREDICTION_ID })
  readonly prediction_id!: string;
}

export class PredictionSummaryDto {
  @field.text({ what: 'Id of the prediction.', ...PREDICTION_ID })
  readonly prediction_id!: string;

  @field.text({ what: 'What was predicted.', of: PREDICTION_TYPES, example: 'spot_price' })
  readonly prediction_type!: string;

  @field.text({ what: 'Version that answered; null: none.', ...MODEL_ID, nullable: true })
  readonly model_id!: string | null;

  @field.text({ what: 'As what it answered. `shadow`: nobody was told. `direct`: over the Open Inference Protocol.', of: ROLES, example: 'champion' })
  readonly role!: string;

  @field.integer({ what: 'Rows of the request.', ...COUNT, example: 1 })
  readonly rows!: number;

  @field.number({ what: 'How sure it was.', min: 0, max: 1, example: 0.82, nullable: true })
  readonly confidence!: number | null;

  @field.text({ what: 'Code of why a rule answered; null when a model did.', example: null, nullable: true })
  readonly fallback!: string | null;

  @field.number({ what: 'Time inside the server.', unit: 'ms', ...COUNT, example: 1.9 })
  readonly latency_ms!: number;

  @field.free({ what: '`features` and the first `rows`.', example: { features: ['price_lag_1h'], rows: [[0.0312]] } })
  readonly input!: Readonly<Record<string, unknown>>;

  @field.free({ what: '`columns` and the first `rows`.', example: { columns: ['price'], rows: [[0.0311]] } })
  readonly output!: Readonly<Record<string, unknown>>;

  @field.number({ what: 'What really happened; null while nobody has said.', ...ANY, example: 0.0309, nullable: true })
  readonly actual!: number | null;

  @field.time({ what: 'When it was made.', example: '2026-11-21T10:00:00Z' })
  readonly created_at!: string;
}

export class PredictionOutcomeReportDto {
  @field.number({ what: '1 or 0 for a class, the value itself for a number.', ...ANY, example: 0.0309 })
  readonly actual!: number;

  @field.integer({ what: 'Which row of the request; the first (0) unless given.', ...ROW, optional: true })
  readonly row?: number;

  @field.time({ what: 'When it was seen; now unless given.', example: '2026-11-21T11:00:00Z', optional: true })
  readonly observed_at?: string;
}

export class PredictionOutcomeDto {
  @field.text({ what: 'Id of the prediction.', ...PREDICTION_ID })
  readonly prediction_id!: string;

  @field.number({ what: 'What really happened.', ...ANY, example: 0.0309 })
  readonly actual!: number;

  @field.integer({ what: 'Which row of the request.', ...ROW })
  readonly row!: number;

  @field.time({ what: 'When it was seen.', example: '2026-11-21T11:00:00Z' })
  readonly observed_at!: string;

  @field.time({ what: 'When it was reported.', example: '2026-11-21T11:00:05Z' })
  readonly recorded_at!: string;
}
