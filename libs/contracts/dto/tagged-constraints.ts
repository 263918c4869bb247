import { field } from '../field';
import { EngineConstraints } from './engine-constraints';

/** Constraints of engines that look at AWS resources. */
export class TaggedConstraints extends EngineConstraints {
  @field.free({ what: 'Resources with one of these tags are left alone: key and value, or null for whatever value.', example: { purpose: 'bastion', 'keep-me': null }, optional: true })
  readonly ignore_tags?: Readonly<Record<string, string | null>>;
}
