import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class ImageBloatRequirements extends EngineRequirements {
  @field.number({ what: 'Images smaller than this are not looked at.', unit: 'MB', min: 0, max: 1_000_000, example: 500, optional: true })
  readonly bloat_threshold_mb?: number;
}
