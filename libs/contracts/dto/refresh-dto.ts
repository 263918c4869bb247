import { field } from '../field';
import { REFRESH_STATUSES, REFRESH_STEPS, REFRESH_TYPES, type RefreshListed, type RefreshQuery, type RefreshStarted, type RefreshState, type RefreshStatus, type RefreshStep, type RefreshType, type RefreshVerdict, type TriggerRefresh } from '../refresh';
import { JOB_REGIONS, JOB_TYPES, JobLogLineDto, JobProgressDto, REFRESH_ID, REQUEST_ID, SCHEDULE_ID } from './job-dto';
import { MODEL_ID } from './model-upload-dto';
import { PageQuery } from './page-query';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER } as const;
const ANY = { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } as const;
const STATUS = {
  what: '`in_progress`: see `step`. `cancelling`: no more prices are begun. `completed`: the prices are there and, if asked for, the model answers. `failed`: see `error_message`. `cancelled`.',
  of: REFRESH_STATUSES,
} as const;

export class TriggerRefreshDto implements Partial<TriggerRefresh> {
  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.day({ what: 'First day (UTC) to fetch; AUTO_REFRESH_LOOKBACK_DAYS (7) before the last unless told.', example: '2026-11-21', optional: true })
  readonly refresh_from_date?: string;

  @field.day({ what: 'Last day (UTC) to fetch, included; today unless told.', example: '2026-11-28', optional: true })
  readonly refresh_to_date?: string;

  @field.texts({ what: 'Instance types, as names and patterns with `*`; all when left out.', ...JOB_TYPES, optional: true })
  readonly instance_types?: readonly string[];

  @field.texts({ what: 'Regions; those of the installation when left out.', ...JOB_REGIONS, optional: true })
  readonly regions?: readonly string[];

  @field.flag({ what: 'Activates the version afterwards, if it is right about the new prices; false unless told.', example: true, optional: true })
  readonly auto_activate?: boolean;

  @field.text({ ...REQUEST_ID, example: 'refresh-2026-11-28' })
  readonly request_id?: string;
}

export class RefreshPath {
  @field.text({ what: 'Id of the refresh.', ...REFRESH_ID })
  readonly refresh_id!: string;
}

export class RefreshQueryDto extends PageQuery implements Partial<RefreshQuery> {
  @field.text({ what: 'Only refreshes of this version.', ...MODEL_ID, optional: true })
  readonly model_id?: string;

  @field.text({ what: 'Only refreshes that stand there.', of: REFRESH_STATUSES, example: 'completed', optional: true })
  readonly status?: RefreshStatus;

  @field.text({ what: 'Only refreshes that began so.', of: REFRESH_TYPES, example: 'scheduled', optional: true })
  readonly refresh_type?: RefreshType;

  @field.day({ what: 'Started on this day or later, UTC.', example: '2026-11-01', optional: true })
  readonly start_date?: string;

  @field.day({ what: 'Started on this day or before, UTC.', example: '2026-11-28', optional: true })
  readonly end_date?: string;
}

export class RefreshStartedDto implements RefreshStarted {
  @field.text({ what: 'Id of the refresh: follow it under /refresh/status, or live in the stream (topic `jobs`).', ...REFRESH_ID })
  readonly refresh_id!: string;

  @field.text({ ...STATUS, example: 'in_progress' })
  readonly status!: RefreshStatus;

  @field.integer({ what: 'How long fetching is expected to take, by the rate of earlier jobs.', unit: 'minutes', ...COUNT, example: 3 })
  readonly estimated_duration_minutes!: number;
}

class RefreshCheckDto {
  @field.text({ what: 'What was looked at: `load`, `golden_rows`, `answers:<region>`, `back_test:<region>`, ...', example: 'back_test:us-east-1' })
  readonly check!: string;

  @field.flag({ what: 'Whether it is as it should be.', example: true })
  readonly passed!: boolean;

  @field.text({ what: 'For people, with the figures.', max: 4000, example: 'mean error 0.0021 USD an hour on 412 pools; the naive rule has 0.0019' })
  readonly text!: string;

  @field.number({ what: 'What was measured; null: nothing could be.', ...ANY, example: 1.1, nullable: true })
  readonly value!: number | null;

  @field.number({ what: 'How much it may be; null: there is no bound.', ...ANY, example: 1.5, nullable: true })
  readonly limit!: number | null;
}

class RefreshVerdictDto implements RefreshVerdict {
  @field.flag({ what: 'Whether the version may be activated: every check passed.', example: true })
  readonly passed!: boolean;

  @field.objects({ what: 'Check by check.', type: () => RefreshCheckDto })
  readonly checks!: readonly RefreshCheckDto[];
}

/** A refresh in the history: without its log. */
export class RefreshListedDto extends JobProgressDto implements RefreshListed {
  @field.text({ what: 'Id of the refresh.', ...REFRESH_ID })
  readonly refresh_id!: string;

  @field.text({ what: 'Id of the version.', ...MODEL_ID })
  readonly model_id!: string;

  @field.text({ what: '`manual`: asked for. `scheduled`: by a schedule of the version. `auto`: by AUTO_REFRESH_SCHEDULE.', of: REFRESH_TYPES, example: 'manual' })
  readonly refresh_type!: RefreshType;

  @field.text({ what: 'The schedule that began it; null: none.', ...SCHEDULE_ID, example: null, nullable: true })
  readonly schedule_id!: string | null;

  @field.text({ ...STATUS, example: 'in_progress' })
  readonly status!: RefreshStatus;

  @field.text({ what: 'What is done now.', of: REFRESH_STEPS, example: 'fetching' })
  readonly step!: RefreshStep;

  @field.day({ what: 'First day of the prices, UTC.', example: '2026-11-21' })
  readonly data_fetched_from!: string;

  @field.day({ what: 'Last day of the prices, UTC, included.', example: '2026-11-28' })
  readonly data_fetched_to!: string;

  @field.texts({ what: 'Regions.', ...JOB_REGIONS })
  readonly regions!: readonly string[];

  @field.texts({ what: 'Instance types as they were asked for; empty: all.', ...JOB_TYPES })
  readonly instance_types!: readonly string[];

  @field.flag({ what: 'Whether the version is to be activated afterwards.', example: true })
  readonly auto_activate!: boolean;

  @field.flag({ what: 'Whether it was: false when it was asked for and did not happen; null: not asked for, or not yet.', example: null, nullable: true })
  readonly activated!: boolean | null;

  @field.object({ what: 'What the new prices said of the version; null: not yet.', type: () => RefreshVerdictDto, nullable: true })
  readonly verdict!: RefreshVerdictDto | null;

  @field.text({ what: 'Id of the key it was asked for with; `schedule` or `auto` when nobody asked.', example: '019a7b1e-8c00-7000-8000-0000000000b1' })
  readonly triggered_by!: string;

  @field.time({ what: 'When it began.', example: '2026-11-28T10:00:00Z' })
  readonly started_at!: string;

  @field.time({ what: 'When it ended.', example: null, nullable: true })
  readonly completed_at!: string | null;

  @field.number({ what: 'How long it took; null until it has ended.', unit: 'seconds', ...COUNT, example: null, nullable: true })
  readonly duration_seconds!: number | null;

  @field.text({ what: 'Why it failed; null: it has not.', max: 4000, example: null, nullable: true })
  readonly error_message!: string | null;
}

export class RefreshStateDto extends RefreshListedDto implements RefreshState {
  @field.objects({ what: 'The newest 50 lines of its log, oldest first.', type: () => JobLogLineDto })
  readonly log!: readonly JobLogLineDto[];
}
