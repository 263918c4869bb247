import { field } from '../field';
import { EngineRequirements } from './engine-requirements';
import { OfficeHours, ScheduleEnvironment, ZONE } from './schedule-environment';

/** Environments and their hours: a list, or a single one with the fields below beside each other; whatever else an environment has is for the list. */
export class ScheduleRequirements extends EngineRequirements {
  @field.objects({ what: 'The environments.', type: () => ScheduleEnvironment, maxItems: 500, optional: true })
  readonly environments?: readonly ScheduleEnvironment[];

  @field.text({ what: 'Name of a single environment, in place of a list.', example: 'dev', optional: true, rare: true })
  readonly environment?: string;

  @field.text({ what: 'Time zone of the single environment.', ...ZONE, optional: true, rare: true })
  readonly timezone?: string;

  @field.object({ what: 'Hours of the single environment.', type: () => OfficeHours, optional: true, rare: true })
  readonly office_hours?: OfficeHours;

  @field.integer({ what: 'Replicas that are left of each workload of the single environment when it is down.', unit: 'replicas', min: 0, max: 1_000_000, example: 0, optional: true, rare: true })
  readonly scale_down_replicas?: number;

  @field.integer({ what: 'Nodes that are left of the single environment when it is down.', unit: 'nodes', min: 0, max: 1_000_000, example: 1, optional: true, rare: true })
  readonly scale_down_instance_count?: number;
}
