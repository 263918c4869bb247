import { field } from '../field';
import { ModelRefDto } from './model-dto';
import { MODEL_NAME, MODEL_VERSION } from './model-names';
import { MODEL_ID } from './model-upload-dto';

const REVISION = { what: 'Grows with every change of any alias.', min: 0, max: Number.MAX_SAFE_INTEGER, example: 7 } as const;
const NOW = '2026-11-21T10:00:00Z';
const MODES = ['shadow', 'ab', 'off'] as const;

export class ActivateModelDto {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.text({ what: 'Its version, as a safeguard: another one is refused.', ...MODEL_VERSION, optional: true })
  readonly version?: string;
}

export class RollbackModelDto {
  @field.text({ what: 'Name of the model.', ...MODEL_NAME })
  readonly model_name!: string;
}

export class ActivationDto {
  @field.text({ what: 'It answers from now on; every replica follows.', of: ['activated'], example: 'activated' })
  readonly status!: string;

  @field.time({ what: 'When.', example: NOW })
  readonly activated_at!: string;

  @field.object({ what: 'The version that was active before; null when there was none.', type: () => ModelRefDto, nullable: true })
  readonly previous_active!: ModelRefDto | null;

  @field.object({ what: 'The version that is active now.', type: () => ModelRefDto })
  readonly active!: ModelRefDto;

  @field.integer(REVISION)
  readonly revision!: number;
}

export class DeactivationDto {
  @field.text({ what: 'Nothing answers for the name any more: rules do, where there are any.', of: ['deactivated'], example: 'deactivated' })
  readonly status!: string;

  @field.time({ what: 'When.', example: NOW })
  readonly deactivated_at!: string;

  @field.object({ what: 'The version that was active.', type: () => ModelRefDto })
  readonly previous_active!: ModelRefDto;

  @field.integer(REVISION)
  readonly revision!: number;
}

export class DeletedModelDto {
  @field.text({ what: 'It is gone; its name and version are not used again.', of: ['deleted'], example: 'deleted' })
  readonly status!: string;

  @field.time({ what: 'When.', example: NOW })
  readonly deleted_at!: string;
}

export class ChallengerDto {
  @field.text({ what: '`shadow`: sees the same rows, its answers are only logged. `ab`: answers for a share of the keys. `off`: neither.', of: MODES, example: 'shadow' })
  readonly mode!: (typeof MODES)[number];

  @field.number({ what: 'Share of the keys that it answers; with `ab` only, where it is required.', min: 0, max: 1, example: 0.1, optional: true })
  readonly share?: number;
}

export class ChallengerSetDto {
  @field.text({ what: 'What it does now.', of: MODES, example: 'shadow' })
  readonly status!: string;

  @field.object({ what: 'The version that is compared; null when none is.', type: () => ModelRefDto, nullable: true })
  readonly challenger!: ModelRefDto | null;

  @field.object({ what: 'The version it is compared with.', type: () => ModelRefDto, nullable: true })
  readonly champion!: ModelRefDto | null;

  @field.number({ what: 'Share of the keys that the challenger answers, 0 in shadow.', min: 0, max: 1, example: 0 })
  readonly share!: number;

  @field.integer(REVISION)
  readonly revision!: number;
}
