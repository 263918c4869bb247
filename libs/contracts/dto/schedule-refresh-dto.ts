import { field } from '../field';
import { SCHEDULE_TYPES, WEEKDAYS, type RefreshSchedule, type ScheduleQuery, type ScheduleTerms, type ScheduleType, type Weekday } from '../refresh';
import { JOB_REGIONS, JOB_TYPES, KEY_ID, REFRESH_ID, SCHEDULE_ID } from './job-dto';
import { MODEL_ID } from './model-upload-dto';
import { PageQuery } from './page-query';

const MODEL = { what: 'Id of the version that is refreshed.', ...MODEL_ID } as const;
const TYPE = { what: 'How often.', of: SCHEDULE_TYPES, example: 'daily' } as const;
const TIME = { what: 'At what time of the day, HH:MM, UTC.', min: 5, max: 5, pattern: /^([01]\d|2[0-3]):[0-5]\d$/, like: 'a time such as 02:00', example: '02:00' } as const;
const WEEKDAY = { what: 'On which day, of a weekly one; Monday unless told.', of: WEEKDAYS, example: 'mon' } as const;
const LOOKBACK = { what: 'How many days each refresh fetches; AUTO_REFRESH_LOOKBACK_DAYS (7) unless told.', unit: 'days', min: 1, max: 90, example: 7 } as const;
const ENABLED = { what: 'Whether it fires; true unless told.', example: true } as const;
const TYPES = { what: 'Instance types, as names and patterns with `*`; empty: all.', ...JOB_TYPES } as const;
const REGIONS = { what: 'Regions; empty: those of the installation.', ...JOB_REGIONS } as const;
const ACTIVATE = { what: 'Activates the version afterwards, if it is right about the new prices; false unless told.', example: false } as const;
const NO_MUST = { optional: true } as const;

export class SchedulePath {
  @field.text({ what: 'Id of the schedule.', ...SCHEDULE_ID })
  readonly schedule_id!: string;
}

export class ScheduleQueryDto extends PageQuery implements Partial<ScheduleQuery> {
  @field.text({ what: 'Only schedules of this version.', ...MODEL_ID, optional: true })
  readonly model_id?: string;

  @field.flag({ what: 'Only schedules that fire, or only those that are switched off.', example: true, optional: true })
  readonly enabled?: boolean;
}

/** What has a default, or stays as it is. */
class ScheduleOptions {
  @field.text({ ...WEEKDAY, ...NO_MUST, rare: true })
  readonly weekday?: Weekday;

  @field.integer({ ...LOOKBACK, ...NO_MUST })
  readonly lookback_days?: number;

  @field.flag({ ...ENABLED, ...NO_MUST })
  readonly enabled?: boolean;

  @field.texts({ ...TYPES, ...NO_MUST })
  readonly instance_types?: readonly string[];

  @field.texts({ ...REGIONS, ...NO_MUST })
  readonly regions?: readonly string[];

  @field.flag({ ...ACTIVATE, ...NO_MUST })
  readonly auto_activate?: boolean;
}

export class SaveScheduleDto extends ScheduleOptions implements ScheduleTerms {
  @field.text(MODEL)
  readonly model_id!: string;

  @field.text(TYPE)
  readonly schedule_type!: ScheduleType;

  @field.text(TIME)
  readonly time!: string;
}

/** Only what is sent changes. */
export class ChangeScheduleDto extends ScheduleOptions implements Partial<ScheduleTerms> {
  @field.text({ ...MODEL, ...NO_MUST })
  readonly model_id?: string;

  @field.text({ ...TYPE, ...NO_MUST })
  readonly schedule_type?: ScheduleType;

  @field.text({ ...TIME, ...NO_MUST })
  readonly time?: string;
}

export class RefreshScheduleDto implements RefreshSchedule {
  @field.text({ what: 'Id of the schedule.', ...SCHEDULE_ID })
  readonly schedule_id!: string;

  @field.text(MODEL)
  readonly model_id!: string;

  @field.text(TYPE)
  readonly schedule_type!: ScheduleType;

  @field.text(TIME)
  readonly time!: string;

  @field.text({ ...WEEKDAY, what: 'The day of a weekly one; null: a daily one.', nullable: true })
  readonly weekday!: Weekday | null;

  @field.integer(LOOKBACK)
  readonly lookback_days!: number;

  @field.flag(ENABLED)
  readonly enabled!: boolean;

  @field.texts(TYPES)
  readonly instance_types!: readonly string[];

  @field.texts(REGIONS)
  readonly regions!: readonly string[];

  @field.flag(ACTIVATE)
  readonly auto_activate!: boolean;

  @field.time({ what: 'When it fires next, UTC; null while it is switched off.', example: '2026-11-29T02:00:00Z', nullable: true })
  readonly next_run_at!: string | null;

  @field.time({ what: 'The slot it fired last for; null: it has not yet.', example: '2026-11-28T02:00:00Z', nullable: true })
  readonly last_run_at!: string | null;

  @field.text({ what: 'The refresh that began then.', ...REFRESH_ID, nullable: true })
  readonly last_refresh_id!: string | null;

  @field.text({ what: 'Id of the key it was made with.', ...KEY_ID })
  readonly created_by!: string;

  @field.time({ what: 'When it was made.', example: '2026-11-21T10:00:00Z' })
  readonly created_at!: string;

  @field.time({ what: 'When it was last changed.', example: '2026-11-21T10:00:00Z' })
  readonly updated_at!: string;
}

export class DeletedScheduleDto {
  @field.text({ what: 'It does not fire any more; what it began goes on.', of: ['deleted'], example: 'deleted' })
  readonly status!: 'deleted';

  @field.text({ what: 'Id of the schedule.', ...SCHEDULE_ID })
  readonly schedule_id!: string;
}
