import { field } from '../field';
import { DecisionHead } from './decision-head';
import { GhostProbeRequirements } from './ghost-probe-requirements';
import { TaggedConstraints } from './tagged-constraints';

/** A `ghost_probe` request without its state, which is not read by the gateway. */
export class GhostProbeHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => GhostProbeRequirements, optional: true })
  readonly requirements?: GhostProbeRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => TaggedConstraints, optional: true })
  readonly constraints?: TaggedConstraints;
}
