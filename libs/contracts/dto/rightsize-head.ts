import { field } from '../field';
import { DecisionHead } from './decision-head';
import { RightsizeConstraints } from './rightsize-constraints';
import { RightsizeRequirements } from './rightsize-requirements';

/** A `rightsize` request without its state, which is not read by the gateway. */
export class RightsizeHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => RightsizeRequirements, optional: true })
  readonly requirements?: RightsizeRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => RightsizeConstraints, optional: true })
  readonly constraints?: RightsizeConstraints;
}
