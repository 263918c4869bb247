import { field } from '../field';
import { REGION } from './aws-names';

/** What every engine can be told about what it is asked for. */
export class EngineRequirements {
  @field.text({ what: 'AWS region whose prices count. Without it the region of the objects in `current_state`.', ...REGION, example: 'us-east-1', optional: true })
  readonly region?: string;
}
