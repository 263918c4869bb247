import { field } from '../field';
import { DecisionHead } from './decision-head';
import { EngineConstraints } from './engine-constraints';
import { ImageBloatRequirements } from './image-bloat-requirements';

/** A `image_bloat` request without its state, which is not read by the gateway. */
export class ImageBloatHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => ImageBloatRequirements, optional: true })
  readonly requirements?: ImageBloatRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => EngineConstraints, optional: true })
  readonly constraints?: EngineConstraints;
}
