import { field } from '../field';
import type { FeedbackStats, FeedbackWeight } from '../learning';
import { ReasonDto } from './plan-parts';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: 1 } as const;
const HOURS = { what: 'Spot instance-hours seen so far, of all customers.', unit: 'instance-hours', ...COUNT, example: 125_000 } as const;
const WEIGHT = { what: 'How much the learned score weighs in the risk score of a pool: 0 below 10,000 instance-hours, 0.25 from 500,000 on.', min: 0, max: 0.25, example: 0.125 } as const;
const WARNINGS = { what: '`NO_EXPOSURE`: neither snapshots nor instance-hours have come for a day, so the weight stays where it is.', type: () => ReasonDto, maxItems: 10, example: [] } as const;

export class FeedbackWeightDto implements FeedbackWeight {
  @field.number(WEIGHT)
  readonly feedback_weight!: number;

  @field.integer(HOURS)
  readonly total_instance_hours!: number;

  @field.text({ what: 'Phase of learning: `Month 1` below 10,000 instance-hours, `Month 3` below 50,000, `Month 6` below 200,000, `Month 12` below 500,000, then `Mature`.', example: 'Month 6' })
  readonly milestone!: string;

  @field.text({ what: 'The phase after it, and when it begins; null: there is none.', example: 'Month 12 (200K instance-hours)', nullable: true })
  readonly next_milestone!: string | null;

  @field.text({ what: 'How far it is to the next one, from the beginning of this one.', example: '50%' })
  readonly progress!: string;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}

class MilestonesDto {
  @field.text({ what: 'Up to 10,000 instance-hours.', example: 'completed' })
  readonly month_1!: string;

  @field.text({ what: 'Up to 50,000 instance-hours.', example: 'completed' })
  readonly month_3!: string;

  @field.text({ what: 'Up to 200,000 instance-hours.', example: 'in_progress (125K/200K instance-hours)' })
  readonly month_6!: string;

  @field.text({ what: 'Up to 500,000 instance-hours.', example: 'pending' })
  readonly month_12!: string;
}

class LearnedPoolsDto {
  @field.integer({ what: 'Of which anything was learned.', ...COUNT, example: 212 })
  readonly known!: number;

  @field.integer({ what: 'Two customers interrupted.', ...COUNT, example: 1 })
  readonly uncertain!: number;

  @field.integer({ what: 'Three or more customers interrupted: nobody is sent there.', ...COUNT, example: 1 })
  readonly confirmed_risky!: number;

  @field.integer({ what: 'Without capacity: nobody is sent there for some minutes.', ...COUNT, example: 0 })
  readonly blocked!: number;
}

class RebalanceCountsDto {
  @field.integer({ what: 'All of them.', ...COUNT, example: 50 })
  readonly created!: number;

  @field.integer({ what: 'Nobody has taken them yet.', ...COUNT, example: 3 })
  readonly pending!: number;

  @field.integer({ what: 'Somebody is at it.', ...COUNT, example: 2 })
  readonly in_progress!: number;

  @field.integer({ what: 'The nodes have moved.', ...COUNT, example: 44 })
  readonly completed!: number;

  @field.integer({ what: 'They could not be moved.', ...COUNT, example: 1 })
  readonly failed!: number;

  @field.integer({ what: 'No longer needed before anybody took them.', ...COUNT, example: 0 })
  readonly expired!: number;
}

/** Of all customers together: nothing in it is of one. */
export class FeedbackStatsDto implements FeedbackStats {
  @field.integer(HOURS)
  readonly total_instance_hours!: number;

  @field.integer({ what: 'Interruptions: nodes of one pool that were lost within three minutes count once.', ...COUNT, example: 125 })
  readonly total_interruptions!: number;

  @field.integer({ what: 'Reports of interruptions, each counted once.', ...COUNT, example: 410 })
  readonly total_reports!: number;

  @field.integer({ what: 'How often a customer has been in a pool for 24 instance-hours or more and never interrupted there.', ...COUNT, example: 1_840 })
  readonly total_successful_deployments!: number;

  @field.number(WEIGHT)
  readonly current_feedback_weight!: number;

  @field.number({ what: 'Of the reports that say whether the interruption was forecast, the share that was; null below 20 of them.', ...SHARE, example: 0.75, nullable: true })
  readonly prediction_accuracy!: number | null;

  @field.number({ what: 'Mean confidence of what was learned of pools; 0.5 while nothing was.', ...SHARE, example: 0.8 })
  readonly confidence_score!: number;

  @field.object({ what: 'Phases of learning: `completed`, `in_progress (125K/200K instance-hours)` or `pending`.', type: () => MilestonesDto })
  readonly milestones!: MilestonesDto;

  @field.integer({ what: 'Customers from whom anything came.', ...COUNT, example: 37 })
  readonly customers!: number;

  @field.object({ what: 'Pools (instance type and zone), now.', type: () => LearnedPoolsDto })
  readonly pools!: LearnedPoolsDto;

  @field.object({ what: 'Jobs of the last 30 days that move nodes out of risky pools.', type: () => RebalanceCountsDto })
  readonly rebalance_jobs!: RebalanceCountsDto;

  @field.time({ what: 'When the last report of an interruption came; null: never.', example: '2026-11-20T14:30:02Z', nullable: true })
  readonly last_report_at!: string | null;

  @field.time({ what: 'When a snapshot or instance-hours came last; null: never.', example: '2026-11-20T14:31:00Z', nullable: true })
  readonly last_exposure_at!: string | null;

  @field.objects(WARNINGS)
  readonly warnings!: readonly ReasonDto[];
}
