import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class GhostProbeRequirements extends EngineRequirements {
  @field.number({ what: 'How long a machine must have been missing from the cluster before its termination is recommended. Counted from the first sighting, never less than 24.', unit: 'hours', min: 24, max: 8_760, example: 24, optional: true })
  readonly grace_hours?: number;
}
