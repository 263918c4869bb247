import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class OomkilledRemediateRequirements extends EngineRequirements {
  @field.number({ what: 'Kills of how long a time count.', unit: 'hours', min: 1, max: 168, example: 24, optional: true })
  readonly window_hours?: number;

  @field.number({ what: 'How many times the request is asked for afterwards, when that is more than the peak and its headroom.', unit: 'x', min: 1, max: 2, example: 1.5, optional: true })
  readonly factor?: number;
}
