import { field } from '../field';
import { POOL_LEVELS, type PoolLevel, type PoolTold } from '../pools';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, REGION } from './aws-names';
import { UUID } from './uuid';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER, optional: true } as const;
const HIDDEN = "Left out for a tenant's key while fewer than three customers are involved.";

/** In the stream, as `data` of a frame of topic `pools`: the level of a pool has changed. The same for all tenants. */
export class PoolToldDto implements Omit<PoolTold, 'affected_clients_count' | 'interruptions_in_window'> {
  @field.text({ what: 'Kind of the frame.', of: ['pool_told'], example: 'pool_told' })
  readonly event!: 'pool_told';

  @field.text({ what: 'Instance type.', ...INSTANCE_TYPE, example: 'm5.large' })
  readonly instance_type!: string;

  @field.text({ what: 'Availability zone.', ...AVAILABILITY_ZONE, example: 'us-east-1a' })
  readonly availability_zone!: string;

  @field.text({ what: 'AWS region.', ...REGION, example: 'us-east-1' })
  readonly region!: string;

  @field.text({ what: 'From the first level above NORMAL to NORMAL again: the same id, as in rebalance jobs.', ...UUID, example: '019a7b1e-8c00-7000-8000-0000000000e1' })
  readonly episode_id!: string;

  @field.text({ what: 'By customers interrupted there within the window: one, two, three or more.', of: POOL_LEVELS, example: 'CONFIRMED_RISKY' })
  readonly level!: PoolLevel;

  @field.text({ what: 'What it was before.', of: POOL_LEVELS, example: 'UNCERTAIN' })
  readonly level_before!: PoolLevel;

  @field.integer({ what: `Customers interrupted in the window; when the level fell, at the worst of the episode. ${HIDDEN}`, ...COUNT, example: 3 })
  readonly affected_clients_count?: number;

  @field.integer({ what: `Interruption events in the window: nodes lost together count once. ${HIDDEN}`, ...COUNT, example: 4 })
  readonly interruptions_in_window?: number;

  @field.time({ what: 'When.', example: '2026-11-21T10:00:08Z' })
  readonly at!: string;
}
