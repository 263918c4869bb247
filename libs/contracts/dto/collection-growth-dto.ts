import type { CollectionStats, Growth, Milestone } from '../datasets';
import { field } from '../field';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export class CollectionStatsDto implements CollectionStats {
  @field.integer({ what: 'Rows of training data.', ...COUNT, example: 15_847 })
  readonly total_ml_records!: number;

  @field.integer({ what: 'Of these, collected within the last 7 days.', ...COUNT, example: 1_847 })
  readonly records_last_7_days!: number;

  @field.integer({ what: 'Of these, collected within the last 30 days.', ...COUNT, example: 8_943 })
  readonly records_last_30_days!: number;

  @field.integer({ what: 'Resources of which somebody said what they did with them.', ...COUNT, example: 3_241 })
  readonly user_actions!: number;

  @field.integer({ what: 'Months of accounts with a cost trend.', ...COUNT, example: 567 })
  readonly cost_trends!: number;

  @field.time({ what: 'When a scan was accepted last; null: never.', example: '2026-11-20T18:30:00.000Z', nullable: true })
  readonly last_collection_at!: string | null;
}

export class GrowthQueryDto {
  @field.integer({ what: 'Days to show, today (UTC) included; 30 unless given.', min: 1, max: 366, example: 7, optional: true })
  readonly days?: number;
}

class GrowthDayDto {
  @field.day({ what: 'The day, UTC.', example: '2026-11-20' })
  readonly date!: string;

  @field.integer({ what: 'Rows of training data that came on it.', ...COUNT, example: 230 })
  readonly records!: number;

  @field.integer({ what: 'Scans that were accepted.', ...COUNT, example: 12 })
  readonly scans!: number;

  @field.integer({ what: 'Actions that were taken.', ...COUNT, example: 41 })
  readonly actions!: number;
}

class MilestoneDto implements Milestone {
  @field.text({ what: 'When so many records are usual.', example: 'Month 1' })
  readonly name!: string;

  @field.integer({ what: 'So many.', ...COUNT, example: 10_000 })
  readonly records!: number;

  @field.flag({ what: 'They are there.', example: true })
  readonly reached!: boolean;

  @field.time({ what: 'Since when, by what is still there; null: not yet.', example: '2026-11-12T09:14:00.000Z', nullable: true })
  readonly reached_at!: string | null;
}

class GrowthTargetDto {
  @field.text({ what: '`records_per_scan`: mean of the stored scans of 30 days. `user_action_rate`: share of all records with an action. `null_critical_fields`: critical columns that may hold a null.', example: 'records_per_scan' })
  readonly name!: string;

  @field.number({ what: 'What it should be, at least; of nulls, exactly.', ...COUNT, example: 10 })
  readonly target!: number;

  @field.number({ what: 'What it is; null: nothing to say it from.', ...COUNT, example: 19.2, nullable: true })
  readonly value!: number | null;

  @field.flag({ what: 'Whether that is enough.', example: true })
  readonly met!: boolean;
}

class TrainingGateDto {
  @field.integer({ what: 'Records there are; training warns below 100,000.', ...COUNT, example: 15_847 })
  readonly records!: number;

  @field.integer({ what: 'Actions there are; training warns below 50,000.', ...COUNT, example: 3_241 })
  readonly actions!: number;

  @field.flag({ what: 'There is enough of both.', example: false })
  readonly open!: boolean;
}

export class GrowthDto implements Growth {
  @field.objects({ what: 'Each day, those without anything too; the newest last.', type: () => GrowthDayDto, maxItems: 366 })
  readonly days!: readonly GrowthDayDto[];

  @field.integer({ what: 'All rows of training data.', ...COUNT, example: 15_847 })
  readonly total_records!: number;

  @field.objects({ what: 'What is usual after a week, a month and so on.', type: () => MilestoneDto, maxItems: 10 })
  readonly milestones!: readonly MilestoneDto[];

  @field.text({ what: 'The next one; null: all are reached.', example: 'Month 2', nullable: true })
  readonly next_milestone!: string | null;

  @field.day({ what: 'When it is reached at the rate of the last 30 days; null: never at that rate.', example: '2027-03-17', nullable: true })
  readonly next_milestone_on!: string | null;

  @field.objects({ what: 'What collection should look like.', type: () => GrowthTargetDto, maxItems: 10 })
  readonly targets!: readonly GrowthTargetDto[];

  @field.object({ what: 'Whether there is enough to train on.', type: () => TrainingGateDto })
  readonly training_gate!: TrainingGateDto;
}
