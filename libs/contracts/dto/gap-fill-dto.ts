import { field } from '../field';
import { GAP_DATA_TYPES, GAP_PRIORITIES, GAP_STATUSES, type FillGap, type GapDataType, type GapFilling, type GapListed, type GapPriority, type GapQuery, type GapState, type GapStatus } from '../gaps';
import { GAP_ID, JOB_REGIONS, JOB_TYPES, JobLogLineDto, JobProgressDto, REQUEST_ID } from './job-dto';
import { MODEL_ID } from './model-upload-dto';
import { PageQuery } from './page-query';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const STATUS = {
  what: '`pending`: planned. `filling`: prices are coming. `cancelling`: no more are begun. `completed`: everything is there. `failed`: a part is not, see `error_message`; the same fill again goes on with what is missing. `cancelled`.',
  of: GAP_STATUSES,
} as const;
const DATA_TYPES = { item: { of: GAP_DATA_TYPES }, maxItems: GAP_DATA_TYPES.length, example: ['spot_prices', 'on_demand_prices'] } as const;

export class FillGapDto implements Partial<FillGap> {
  @field.text({ what: 'For which version it is; noted, nothing more.', ...MODEL_ID, optional: true })
  readonly model_id?: string;

  @field.texts({ what: 'Instance types, as names and patterns with `*`; all when left out.', ...JOB_TYPES, optional: true })
  readonly instance_types?: readonly string[];

  @field.texts({ what: 'Regions; those of the installation when left out.', ...JOB_REGIONS, optional: true })
  readonly regions?: readonly string[];

  @field.day({ what: 'First day (UTC) to fill; at most GAP_FILLER_MAX_LOOKBACK_DAYS (90) ago.', example: '2026-10-31' })
  readonly gap_start_date!: string;

  @field.day({ what: 'Last day (UTC) to fill, included; today at the latest.', example: '2026-11-28' })
  readonly gap_end_date!: string;

  @field.texts({ what: 'What to fetch; both when left out.', ...DATA_TYPES, optional: true })
  readonly data_types?: readonly GapDataType[];

  @field.text({ what: '`normal` stays behind whatever keeps prices current, `high` does not; `normal` unless told.', of: GAP_PRIORITIES, example: 'normal', optional: true })
  readonly priority?: GapPriority;

  @field.flag({ what: 'Fetches also what is covered already; rows that are there stay as they are.', example: false, optional: true })
  readonly refetch?: boolean;

  @field.text(REQUEST_ID)
  readonly request_id?: string;
}

export class GapPath {
  @field.text({ what: 'Id of the fill.', ...GAP_ID })
  readonly gap_id!: string;
}

export class GapQueryDto extends PageQuery implements Partial<GapQuery> {
  @field.text({ what: 'Only fills for this version.', ...MODEL_ID, optional: true })
  readonly model_id?: string;

  @field.text({ what: 'Only fills that stand there.', of: GAP_STATUSES, example: 'completed', optional: true })
  readonly status?: GapStatus;

  @field.day({ what: 'Asked for on this day or later, UTC.', example: '2026-11-01', optional: true })
  readonly start_date?: string;

  @field.day({ what: 'Asked for on this day or before, UTC.', example: '2026-11-28', optional: true })
  readonly end_date?: string;
}

export class GapFillingDto implements GapFilling {
  @field.text({ what: 'Id of the fill: follow it under /gap-filler/status, or live in the stream (topic `jobs`).', ...GAP_ID })
  readonly gap_id!: string;

  @field.text({ ...STATUS, example: 'pending' })
  readonly status!: GapStatus;

  @field.integer({ what: 'How long it is expected to take, by the rate of earlier ones.', unit: 'minutes', ...COUNT, example: 5 })
  readonly estimated_duration_minutes!: number;

  @field.integer({ what: 'Records expected; 0: nothing is missing.', ...COUNT, example: 150_000 })
  readonly records_expected!: number;

  @field.integer({ what: 'Pieces it was cut into.', ...COUNT, example: 8 })
  readonly chunks!: number;
}

/** A fill in the history: without its log. */
export class GapListedDto extends JobProgressDto implements GapListed {
  @field.text({ what: 'Id of the fill.', ...GAP_ID })
  readonly gap_id!: string;

  @field.text({ what: 'For which version it was asked; null: for none.', ...MODEL_ID, nullable: true })
  readonly model_id!: string | null;

  @field.text({ ...STATUS, example: 'filling' })
  readonly status!: GapStatus;

  @field.text({ what: 'Whether it stays behind what keeps prices current.', of: GAP_PRIORITIES, example: 'normal' })
  readonly priority!: GapPriority;

  @field.texts({ what: 'Regions.', ...JOB_REGIONS })
  readonly regions!: readonly string[];

  @field.texts({ what: 'Instance types as they were asked for; empty: all.', ...JOB_TYPES })
  readonly instance_types!: readonly string[];

  @field.texts({ what: 'What is fetched.', ...DATA_TYPES })
  readonly data_types!: readonly GapDataType[];

  @field.day({ what: 'First day, UTC.', example: '2026-10-31' })
  readonly gap_start_date!: string;

  @field.day({ what: 'Last day, UTC, included.', example: '2026-11-28' })
  readonly gap_end_date!: string;

  @field.integer({ what: 'Days from the first to the last, as /gap-filler/analyze counts them.', unit: 'days', ...COUNT, example: 28 })
  readonly gap_days!: number;

  @field.integer({ what: 'Records that were new; the same as `records_inserted`.', ...COUNT, example: 112_480 })
  readonly records_filled!: number;

  @field.time({ what: 'When it was asked for.', example: '2026-11-28T10:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'When the first prices were asked for.', example: '2026-11-28T10:00:01Z', nullable: true })
  readonly started_at!: string | null;

  @field.time({ what: 'When it ended.', example: null, nullable: true })
  readonly completed_at!: string | null;

  @field.text({ what: 'Which regions failed and why; null: none.', max: 4000, example: null, nullable: true })
  readonly error_message!: string | null;
}

export class GapStateDto extends GapListedDto implements GapState {
  @field.objects({ what: 'The newest 50 lines of its log, oldest first.', type: () => JobLogLineDto })
  readonly log!: readonly JobLogLineDto[];
}
