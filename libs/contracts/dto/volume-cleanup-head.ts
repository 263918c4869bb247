import { field } from '../field';
import { DecisionHead } from './decision-head';
import { TaggedConstraints } from './tagged-constraints';
import { VolumeCleanupRequirements } from './volume-cleanup-requirements';

/** A `volume_cleanup` request without its state, which is not read by the gateway. */
export class VolumeCleanupHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => VolumeCleanupRequirements, optional: true })
  readonly requirements?: VolumeCleanupRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => TaggedConstraints, optional: true })
  readonly constraints?: TaggedConstraints;
}
