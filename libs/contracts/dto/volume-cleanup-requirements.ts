import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class VolumeCleanupRequirements extends EngineRequirements {
  @field.number({ what: 'How long a volume must have been unattached. Never less than 7.', unit: 'days', min: 7, max: 3_650, example: 7, optional: true })
  readonly min_unattached_days?: number;

  @field.number({ what: 'How long after its mark a volume may be deleted. Never less than 30.', unit: 'days', min: 30, max: 3_650, example: 30, optional: true })
  readonly delete_after_days?: number;
}
