import { field } from '../field';
import { EngineConstraints } from './engine-constraints';

export class RightsizeConstraints extends EngineConstraints {
  @field.number({ what: 'Requests that would change by less than this stay as they are. Without it 10.', unit: 'percent', min: 0, max: 100, example: 10, optional: true })
  readonly min_change_pct?: number;
}
