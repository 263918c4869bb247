import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class RightsizeRequirements extends EngineRequirements {
  @field.text({ what: 'What to size: nodes by type, workloads by the requests of their containers, or both. Without it both.', of: ['nodes', 'workloads', 'both'], example: 'both', optional: true })
  readonly level?: string;

  @field.text({ what: 'What runs on the nodes: families made for it are preferred where one of them fits, others are not excluded.', of: ['web', 'database', 'ml', 'batch', 'cache'], example: 'web', optional: true })
  readonly workload_type?: string;

  @field.integer({ what: 'How far back usage counts, from the end of its window. Without it 8. Less than a day of usage gives no recommendation.', unit: 'days', min: 1, max: 90, example: 14, optional: true })
  readonly lookback_days?: number;

  @field.number({ what: 'The percentile of CPU usage that is sized for; 100 is the peak. Memory is always sized by its peak. Without it 95.', unit: 'percentile', min: 50, max: 100, example: 95, optional: true })
  readonly percentile?: number;
}
