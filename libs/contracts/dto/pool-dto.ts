import { field } from '../field';
import type { CapacityBlock, PoolStatus } from '../learning';
import { POOL_LEVELS, type PoolLevel } from '../pools';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { ReasonDto } from './plan-parts';
import { UUID } from './uuid';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const SHARE = { min: 0, max: 1 } as const;
const FEW = "for a tenant's key, with fewer than three of them, only its own";

export class PoolQueryDto {
  @field.text({ what: 'Instance type. One that is not in the catalogue may be asked about.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone, by name or by id; it must lie in the region.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly az!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;
}

export class PoolStatusDto implements PoolStatus {
  @field.text({ what: 'By distinct customers interrupted there within the window (an hour unless configured): 1 NORMAL, 2 UNCERTAIN, 3 or more CONFIRMED_RISKY; after that it falls by one step for each window.', of: POOL_LEVELS, example: 'CONFIRMED_RISKY' })
  readonly risk_level!: PoolLevel;

  @field.integer({ what: `How many customers were interrupted there within the window; ${FEW}.`, ...COUNT, example: 3 })
  readonly affected_clients_count!: number;

  @field.integer({ what: `Interruptions within the window: nodes that were lost within three minutes count once; ${FEW}.`, ...COUNT, example: 3 })
  readonly recent_interruptions!: number;

  @field.number({ what: 'Risk of the pool with its level taken into account: 1 = risky, 0 = safe. One less `safety_score`.', ...SHARE, example: 0.95 })
  readonly risk_score!: number;

  @field.number({ what: 'Safety of the pool with its level taken into account: 1 = safe, 0 = unsafe.', ...SHARE, example: 0.05 })
  readonly safety_score!: number;

  @field.number({ what: 'How sure that is: 0.5, and more with every customer that has been there.', ...SHARE, example: 0.95 })
  readonly confidence!: number;

  @field.text({ what: 'What to do, for people; may change.', example: 'IMMEDIATE REBALANCE - Confirmed risky pool' })
  readonly recommendation!: string;

  @field.time({ what: `The last interruption within the window; null when there is none; ${FEW}.`, example: '2026-11-20T14:30:00Z', nullable: true })
  readonly last_interruption_time!: string | null;

  @field.text({ what: 'Type, zone and region.', example: 'm5.large/us-east-1a/us-east-1' })
  readonly pool_identifier!: string;

  @field.text({ what: 'The episode that lasts; null while the pool is NORMAL.', ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000e1', nullable: true })
  readonly episode_id!: string | null;

  @field.time({ what: "When the pool is NORMAL again unless somebody is interrupted there; null while it is, and for a tenant's key while fewer than three customers are involved.", example: '2026-11-20T16:30:00Z', nullable: true })
  readonly episode_ends_at!: string | null;

  @field.time({ what: 'Nobody is sent there before: it had no capacity. null when it is not blocked.', example: '2026-11-20T14:33:00Z', nullable: true })
  readonly blocked_until!: string | null;

  @field.objects({ what: 'What you should know: NOTHING_LEARNED when nothing was learned of the pool itself yet.', type: () => ReasonDto, example: [] })
  readonly warnings!: readonly ReasonDto[];
}

export class CapacityReportDto {
  @field.text({ what: 'Instance type that could not be had.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone, by name or by id; it must lie in the region.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.time({ what: 'When AWS said so; now unless given. At most 5 minutes ahead; a report that comes when its block would be over has no effect.', example: '2026-11-20T14:30:00Z', optional: true })
  readonly observed_at?: string;
}

export class CapacityBlockDto implements CapacityBlock {
  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.time({ what: 'No decision sends nodes there before (FEEDBACK_CAPACITY_BLOCK_MINUTES after the report, 3 unless configured); in the past when the report came too late.', example: '2026-11-20T14:33:00Z' })
  readonly blocked_until!: string;
}
