import { field } from '../field';
import { EngineConstraints } from './engine-constraints';

export class OomkilledRemediateConstraints extends EngineConstraints {
  @field.number({ what: 'The new limit is at most so many times the limit of today. Never more than 2.', unit: 'x', min: 1, max: 2, example: 2, optional: true })
  readonly max_factor?: number;
}
