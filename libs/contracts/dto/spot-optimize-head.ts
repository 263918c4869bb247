import { field } from '../field';
import { DecisionHead } from './decision-head';
import { SpotConstraints } from './spot-constraints';
import { SpotRequirements } from './spot-requirements';

/** A spot optimizer request without its state, which is not read by the gateway. */
export class SpotOptimizeHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => SpotRequirements, optional: true })
  readonly requirements?: SpotRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => SpotConstraints, optional: true })
  readonly constraints?: SpotConstraints;
}
