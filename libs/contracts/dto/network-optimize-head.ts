import { field } from '../field';
import { DecisionHead } from './decision-head';
import { EngineConstraints } from './engine-constraints';
import { NetworkOptimizeRequirements } from './network-optimize-requirements';

/** A `network_optimize` request without its state, which is not read by the gateway. */
export class NetworkOptimizeHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => NetworkOptimizeRequirements, optional: true })
  readonly requirements?: NetworkOptimizeRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => EngineConstraints, optional: true })
  readonly constraints?: EngineConstraints;
}
