import { field } from '../field';
import { DecisionHead } from './decision-head';
import { EngineConstraints } from './engine-constraints';
import { NoisyNeighborRequirements } from './noisy-neighbor-requirements';

/** A `noisy_neighbor` request without its state, which is not read by the gateway. */
export class NoisyNeighborHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => NoisyNeighborRequirements, optional: true })
  readonly requirements?: NoisyNeighborRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => EngineConstraints, optional: true })
  readonly constraints?: EngineConstraints;
}
