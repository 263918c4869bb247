import { field } from '../field';
import { DecisionHead } from './decision-head';
import { EngineConstraints } from './engine-constraints';
import { EngineRequirements } from './engine-requirements';

/** A `network_optimize` request without its state, which is not read by the gateway. */
export class NetworkOptimizeHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => EngineRequirements, optional: true })
  readonly requirements?: EngineRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => EngineConstraints, optional: true })
  readonly constraints?: EngineConstraints;
}
