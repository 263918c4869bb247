import { field } from '../field';
import { DecisionHead } from './decision-head';
import { OomkilledRemediateConstraints } from './oomkilled-remediate-constraints';
import { OomkilledRemediateRequirements } from './oomkilled-remediate-requirements';

/** An `oomkilled_remediate` request without its state, which is not read by the gateway. */
export class OomkilledRemediateHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => OomkilledRemediateRequirements, optional: true })
  readonly requirements?: OomkilledRemediateRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => OomkilledRemediateConstraints, optional: true })
  readonly constraints?: OomkilledRemediateConstraints;
}
