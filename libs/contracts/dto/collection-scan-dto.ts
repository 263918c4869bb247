import type { ScanHeader, ScanState, ScanStatus } from '../collection';
import { field } from '../field';
import { CollectionFaultDto, FAULT_COUNT, FAULTS, KEPT, REFUSED } from './collection-fault-dto';
import { LABEL, OWN_ID, PROVIDER, RESOURCE_ID } from './collection-names';
import { ReasonDto } from './plan-parts';

const USD = { unit: 'USD', max: 1_000_000_000_000 } as const;
const SCAN = { what: 'Your id of the scan: the same scan again is no other scan.', ...OWN_ID, example: 'scan-1' } as const;
export const MOST_RESOURCES = 200_000;

export class ScanPath {
  @field.text(SCAN)
  readonly scan_id!: string;
}

/** A scan without its resources, which the gateway does not read. */
export class ScanHead implements ScanHeader {
  @field.text(SCAN)
  readonly scan_id!: string;

  @field.text({ what: 'Your id of the user whose account it is: hashed on arrival.', ...OWN_ID, example: 'user-7' })
  readonly user_id!: string;

  @field.text({ what: 'Your id of the cloud account: hashed on arrival.', ...OWN_ID, example: '111122223333' })
  readonly account_id!: string;

  @field.text({ what: 'The cloud that was scanned.', ...PROVIDER })
  readonly provider!: ScanHeader['provider'];

  @field.time({ what: 'When the scan ended, not later than now; its month is the month of the cost trend.', example: '2026-11-20T10:30:00Z' })
  readonly completed_at!: string;

  @field.number({ what: 'What the account cost in that month so far, if you know it: it counts until Cost Explorer has the final bill. Without it an estimate of Cost Explorer counts, otherwise what was found. Negative when credits outweigh it.', ...USD, min: -1_000_000_000_000, example: 1250.5, optional: true })
  readonly total_spend?: number;
}

class ScannedParentDto {
  @field.text({ what: 'What it is.', ...LABEL, example: 'ec2_instance', optional: true })
  readonly resource_type?: string;

  @field.text({ what: 'Your id of it: hashed on arrival.', ...RESOURCE_ID, example: 'i-0b2', optional: true })
  readonly resource_id?: string;

  @field.text({ what: 'Its state.', ...LABEL, example: 'stopped', optional: true })
  readonly state?: string;
}

/** As it is documented; read by the collector, one fault at a time. */
export class ScannedResourceDto {
  @field.text({ what: 'Your id of the resource: hashed on arrival.', ...RESOURCE_ID, example: 'vol-0a1' })
  readonly resource_id!: string;

  @field.text({ what: 'What it is; kept when it is made of known words, else `other`.', ...LABEL, example: 'ebs_volume' })
  readonly resource_type!: string;

  @field.text({ what: 'Region by its name; kept as its part of the world (`us-*`).', ...LABEL, example: 'us-east-1' })
  readonly region!: string;

  @field.time({ what: 'When the resource was created; kept as its age in days.', example: '2026-07-16T15:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'When it was found.', example: '2026-11-20T10:30:00Z' })
  readonly detected_at!: string;

  @field.text({ what: 'Why it may be waste; kept when it is made of known words.', ...LABEL, example: 'idle_volume' })
  readonly detection_scenario!: string;

  @field.text({ what: 'How sure that is.', of: ['critical', 'high', 'medium', 'low'], example: 'high' })
  readonly confidence_level!: string;

  @field.number({ what: 'What it costs.', unit: 'USD a month', min: 0, max: 1_000_000_000, example: 45.2 })
  readonly cost_monthly!: number;

  @field.free({ what: 'By name, a list of numbers, or `{timestamps, values}`: of those an hourly series is kept besides the aggregates.', example: { VolumeReadOps: [0.2, 0.1, 1.5] }, optional: true })
  readonly metrics?: Readonly<Record<string, unknown>>;

  @field.free({ what: 'As it is; what may be kept is chosen on arrival: sizes, types, tiers and the like.', example: { size_gb: 500, volume_type: 'gp3' }, optional: true })
  readonly config?: Readonly<Record<string, unknown>>;

  @field.free({ what: 'As they are; only env, environment, tier, purpose, criticality and backup are kept, with known words as values.', example: { env: 'prod' }, optional: true })
  readonly tags?: Readonly<Record<string, unknown>>;

  @field.object({ what: 'What it belongs to.', type: () => ScannedParentDto, optional: true })
  readonly parent?: ScannedParentDto;
}

export class ScanRequestDto extends ScanHead {
  @field.objects({ what: 'What was found; an empty list: nothing.', type: () => ScannedResourceDto, maxItems: MOST_RESOURCES })
  readonly resources!: readonly ScannedResourceDto[];
}

export class ScanAcceptedDto extends ScanPath {
  @field.flag({ what: 'Always true: what may be kept is kept, and cannot be lost.', example: true })
  readonly accepted!: true;

  @field.flag({ what: 'False: nothing of it is kept, `reason` says why.', example: true })
  readonly collected!: boolean;

  @field.object({ what: '`OBJECTED`: the user objected. `NO_CONSENT`: the user has not agreed, and that is asked for here.', type: () => ReasonDto, example: null, nullable: true })
  readonly reason!: ReasonDto | null;

  @field.flag({ what: 'The same scan had been accepted before: nothing is counted twice.', example: false })
  readonly duplicate!: boolean;

  @field.integer(KEPT)
  readonly resources!: number;

  @field.integer(REFUSED)
  readonly refused!: number;

  @field.integer(FAULT_COUNT)
  readonly fault_count!: number;

  @field.objects(FAULTS)
  readonly faults!: readonly CollectionFaultDto[];
}

export class ScanStatusDto implements ScanStatus {
  @field.text({ what: '`accepted`: not yet in the tables. `failed`: it could not be stored, `error` says why; sent again, it is tried again.', of: ['accepted', 'stored', 'failed'], example: 'stored' })
  readonly status!: ScanState;

  @field.text({ what: 'The cloud that was scanned.', ...PROVIDER })
  readonly provider!: ScanHeader['provider'];

  @field.integer(KEPT)
  readonly resources!: number;

  @field.integer(REFUSED)
  readonly refused!: number;

  @field.integer(FAULT_COUNT)
  readonly fault_count!: number;

  @field.objects(FAULTS)
  readonly faults!: readonly CollectionFaultDto[];

  @field.free({ what: 'Rows written, by table; `linked_series`: posted series that had waited for this scan.', example: { ml_training_data: 1, resource_lifecycle_events: 1, cloudwatch_metrics_history: 0 } })
  readonly rows!: Readonly<Record<string, number>>;

  @field.time({ what: 'When it was accepted.', example: '2026-11-20T10:30:02Z' })
  readonly accepted_at!: string;

  @field.time({ what: 'When it was in the tables; null: not yet.', example: '2026-11-20T10:30:03Z', nullable: true })
  readonly stored_at!: string | null;

  @field.object({ what: 'Why it failed; null: it did not.', type: () => ReasonDto, example: null, nullable: true })
  readonly error!: ReasonDto | null;
}
