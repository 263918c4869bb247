import { field } from '../field';
import { DecisionHead } from './decision-head';
import { ShadowItRequirements } from './shadow-it-requirements';
import { TaggedConstraints } from './tagged-constraints';

/** A `shadow_it` request without its state, which is not read by the gateway. */
export class ShadowItHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => ShadowItRequirements, optional: true })
  readonly requirements?: ShadowItRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => TaggedConstraints, optional: true })
  readonly constraints?: TaggedConstraints;
}
