import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class NoisyNeighborRequirements extends EngineRequirements {
  @field.number({ what: 'A pod that carries more than so many times what the median pod carries is noisy.', unit: 'times the median', min: 1.1, max: 10_000, example: 10, optional: true })
  readonly bandwidth_outlier_multiplier?: number;
}
