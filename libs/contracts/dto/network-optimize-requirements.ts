import { field } from '../field';
import { EngineRequirements } from './engine-requirements';

export class NetworkOptimizeRequirements extends EngineRequirements {
  @field.number({ what: 'Only pairs of workloads that send each other more than this across zones are a reason to change something.', unit: 'GB a day', min: 0, max: 1_000_000, example: 10, optional: true })
  readonly min_gb_per_day?: number;

  @field.number({ what: 'What every change must save by itself.', unit: 'USD a month', min: 0, max: 1_000_000, example: 5, optional: true })
  readonly min_monthly_savings?: number;

  @field.number({ what: 'What it costs you to measure the traffic, such as flow logs: the answer warns when that is more than the traffic itself.', unit: 'USD a month', min: 0, max: 1_000_000, example: 20, optional: true })
  readonly measurement_monthly_cost?: number;
}
