import { field } from '../field';
import { DecisionHead } from './decision-head';
import { BinPackConstraints } from './bin-pack-constraints';
import { BinPackRequirements } from './bin-pack-requirements';

/** A `bin_pack` request without its state, which is not read by the gateway. */
export class BinPackHead extends DecisionHead {
  @field.object({ what: 'What is wanted.', type: () => BinPackRequirements, optional: true })
  readonly requirements?: BinPackRequirements;

  @field.object({ what: 'Limits that must hold.', type: () => BinPackConstraints, optional: true })
  readonly constraints?: BinPackConstraints;
}
