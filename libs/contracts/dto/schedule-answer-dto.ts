import { field } from '../field';
import { DecisionAnswerDto, RecommendationDto } from './decision-answer-dto';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

class PlannedTurnDto {
  @field.time({ what: 'When.', example: '2026-11-23T17:00:00.000Z' })
  readonly at!: string;

  @field.text({ what: 'Of which environment.', example: 'dev' })
  readonly environment!: string;

  @field.text({ what: 'The hours that say so.', max: 10_000, example: 'Mon-Fri 08:00-18:00 Europe/Berlin' })
  readonly window!: string;

  @field.text({ what: 'What begins.', of: ['up', 'down'], example: 'down' })
  readonly state!: string;

  @field.integer({ what: 'How many workloads turn.', unit: 'workloads', ...COUNT, example: 12 })
  readonly workloads!: number;

  @field.time({ what: 'When it ends; null when that is further away than is looked at.', example: '2026-11-24T07:00:00.000Z', nullable: true })
  readonly until!: string | null;

  @field.number({ what: 'How long it lasts, as far as is looked at.', unit: 'hours', ...COUNT, example: 14 })
  readonly hours!: number;

  @field.number({ what: 'What that time saves; 0 when it is up.', unit: 'USD', ...COUNT, example: 1.34 })
  readonly estimated_savings!: number;
}

class FreedDto {
  @field.number({ what: 'CPU that pods ask for which go now.', unit: 'cores', ...COUNT, example: 12.5 })
  readonly cpu_cores!: number;

  @field.number({ what: 'Memory that pods ask for which go now.', unit: 'GiB', ...COUNT, example: 40 })
  readonly memory_gib!: number;

  @field.number({ what: 'The same in nodes: the sum of their parts of the nodes they are on.', unit: 'nodes', ...COUNT, example: 3.2 })
  readonly nodes_worth!: number;
}

class EnvironmentOverviewDto {
  @field.text({ what: 'Name.', example: 'dev' })
  readonly environment!: string;

  @field.text({ what: 'What should be now, by the hours of the environment; null when no workload has them.', of: ['up', 'down'], example: 'down', nullable: true })
  readonly state!: string | null;

  @field.text({ what: 'Why.', example: 'OUTSIDE_UPTIME', nullable: true })
  readonly why!: string | null;

  @field.text({ what: 'The hours.', max: 10_000, example: 'Mon-Fri 08:00-18:00 Europe/Berlin', nullable: true })
  readonly window!: string | null;

  @field.time({ what: 'When that changes next.', example: '2026-11-23T07:00:00.000Z', nullable: true })
  readonly next_transition!: string | null;

  @field.integer({ what: 'Workloads that have hours.', unit: 'workloads', ...COUNT, example: 12 })
  readonly workloads!: number;

  @field.integer({ what: 'Of these, those to be changed now.', unit: 'workloads', ...COUNT, example: 11 })
  readonly changes!: number;

  @field.object({ what: 'What sleep sets free.', type: () => FreedDto })
  readonly freed!: FreedDto;

  @field.integer({ what: 'Nodes with nothing left to do, which are recommended to go.', unit: 'nodes', ...COUNT, example: 2 })
  readonly nodes_removed!: number;
}

class ScheduleDetailsDto {
  @field.text({ what: 'The environment.', example: 'dev' })
  readonly environment!: string;

  @field.text({ what: 'Kind, namespace and name of the workload; absent for a node.', max: 1000, example: 'Deployment/dev/api', optional: true })
  readonly workload?: string;

  @field.text({ what: 'Whether it is woken or put to sleep.', of: ['up', 'down'], example: 'down', optional: true })
  readonly direction?: string;

  @field.integer({ what: 'Replicas, or the fewest that its autoscaler keeps, now; null for a cron job.', unit: 'replicas', ...COUNT, example: 3, optional: true, nullable: true })
  readonly replicas_from?: number | null;

  @field.integer({ what: 'And then; null for a cron job.', unit: 'replicas', ...COUNT, example: 0, optional: true, nullable: true })
  readonly replicas_to?: number | null;

  @field.text({ what: 'The hours that say so.', max: 10_000, example: 'Mon-Fri 08:00-18:00 Europe/Berlin', optional: true })
  readonly window?: string;

  @field.time({ what: 'When it is turned next; null when that is more than 400 days away.', example: '2026-11-23T07:00:00.000Z', optional: true, nullable: true })
  readonly next_transition?: string | null;

  @field.number({ what: 'Part of the next four weeks in which it sleeps.', min: 0, max: 1, example: 0.7024 })
  readonly down_share!: number;

  @field.number({ what: 'What it costs awake above what it costs asleep, but for nodes that are recommended on their own.', unit: 'USD an hour', ...COUNT, example: 0.096 })
  readonly usd_per_hour!: number;

  @field.number({ what: 'The same of the nodes that are recommended on their own; absent for a node.', unit: 'USD an hour', ...COUNT, example: 0.384, optional: true })
  readonly usd_per_hour_with_nodes?: number;

  @field.text({ what: 'The field that is turned, of the workload or of what scales it; absent for a node.', max: 1000, example: 'spec.replicas', optional: true })
  readonly field?: string;

  @field.text({ what: 'What writes the field back unless told otherwise; null when nothing does; absent for a node.', example: 'argocd', optional: true, nullable: true })
  readonly gitops?: string | null;

  @field.text({ what: 'Of a node: its instance type.', example: 'm5.xlarge', optional: true, nullable: true })
  readonly instance_type?: string | null;

  @field.texts({ what: 'Of a node: the workloads that leave it.', item: { max: 1000 }, maxItems: 10_000, example: ['Deployment/dev/api'], optional: true })
  readonly workloads?: readonly string[];
}

class ScheduleRecommendationDto extends RecommendationDto {
  @field.object({ what: 'Which workload or node, by which hours.', type: () => ScheduleDetailsDto })
  declare readonly details: ScheduleDetailsDto & Readonly<Record<string, unknown>>;
}

/** Answer to a `schedule` request. */
export class ScheduleAnswerDto extends DecisionAnswerDto {
  @field.objects({ what: 'What is woken, then what is put to sleep, then nodes with nothing left to do.', type: () => ScheduleRecommendationDto })
  declare readonly recommendations: readonly ScheduleRecommendationDto[];

  @field.objects({ what: 'Every transition of the next seven days.', type: () => PlannedTurnDto })
  readonly plan_7d!: readonly PlannedTurnDto[];

  @field.objects({ what: 'How each environment stands.', type: () => EnvironmentOverviewDto })
  readonly environments!: readonly EnvironmentOverviewDto[];
}
