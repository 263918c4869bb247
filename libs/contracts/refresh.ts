import type { JobLogLine, JobProgress } from './jobs';
import type { Page, Paged } from './pricing';
import { question } from './wire';

export interface TriggerRefresh {
  readonly model_id: string;
  /** YYYY-MM-DD, both included; the default lookback until today unless given. */
  readonly refresh_from_date?: string;
  readonly refresh_to_date?: string;
  readonly instance_types: readonly string[];
  readonly regions: readonly string[];
  readonly auto_activate?: boolean;
  readonly request_id?: string;
  readonly requested_by: string;
}

export const REFRESH_STATUSES = ['in_progress', 'cancelling', 'completed', 'failed', 'cancelled'] as const;
export type RefreshStatus = (typeof REFRESH_STATUSES)[number];

/** `manual`: asked for. `scheduled`: by a schedule of the model. `auto`: by `AUTO_REFRESH_SCHEDULE`. */
export const REFRESH_TYPES = ['manual', 'scheduled', 'auto'] as const;
export type RefreshType = (typeof REFRESH_TYPES)[number];

export const REFRESH_STEPS = ['planning', 'fetching', 'verifying', 'activating', 'ended'] as const;
export type RefreshStep = (typeof REFRESH_STEPS)[number];

export interface RefreshStarted {
  readonly refresh_id: string;
  readonly status: RefreshStatus;
  readonly estimated_duration_minutes: number;
}

/** What the new data said of the model. */
export interface RefreshVerdict {
  /** Whether it may be activated. */
  readonly passed: boolean;
  readonly checks: readonly { readonly check: string; readonly passed: boolean; readonly text: string; readonly value: number | null; readonly limit: number | null }[];
}

export interface RefreshState extends JobProgress {
  readonly refresh_id: string;
  readonly model_id: string;
  readonly refresh_type: RefreshType;
  readonly schedule_id: string | null;
  readonly status: RefreshStatus;
  readonly step: RefreshStep;
  /** YYYY-MM-DD. */
  readonly data_fetched_from: string;
  readonly data_fetched_to: string;
  readonly regions: readonly string[];
  readonly instance_types: readonly string[];
  readonly auto_activate: boolean;
  /** Null: not asked for, or not yet. */
  readonly activated: boolean | null;
  readonly verdict: RefreshVerdict | null;
  readonly triggered_by: string;
  readonly started_at: string;
  readonly completed_at: string | null;
  readonly duration_seconds: number | null;
  readonly error_message: string | null;
  readonly log: readonly JobLogLine[];
}

export type RefreshListed = Omit<RefreshState, 'log'>;

export interface RefreshQuery extends Page {
  readonly model_id?: string;
  readonly status?: RefreshStatus;
  readonly refresh_type?: RefreshType;
  readonly start_date?: string;
  readonly end_date?: string;
}

export const askTriggerRefresh = question<TriggerRefresh, RefreshStarted>('gap-filler', 'trigger-refresh', 60_000);
export const askRefresh = question<{ readonly refresh_id: string }, RefreshState>('gap-filler', 'refresh', 5_000);
export const askRefreshes = question<RefreshQuery, Paged<RefreshListed>>('gap-filler', 'refreshes', 10_000);
export const askCancelRefresh = question<{ readonly refresh_id: string }, RefreshState>('gap-filler', 'cancel-refresh', 10_000);

export const SCHEDULE_TYPES = ['daily', 'weekly'] as const;
export type ScheduleType = (typeof SCHEDULE_TYPES)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface ScheduleTerms {
  readonly model_id: string;
  readonly schedule_type: ScheduleType;
  /** HH:MM, UTC. */
  readonly time: string;
  /** Of a weekly one; Monday unless given. */
  readonly weekday?: Weekday;
  readonly lookback_days?: number;
  readonly enabled?: boolean;
  readonly instance_types?: readonly string[];
  readonly regions?: readonly string[];
  readonly auto_activate?: boolean;
}

export interface RefreshSchedule extends Omit<Required<ScheduleTerms>, 'weekday'> {
  readonly schedule_id: string;
  /** Null: a daily one. */
  readonly weekday: Weekday | null;
  /** Null while it is switched off. */
  readonly next_run_at: string | null;
  readonly last_run_at: string | null;
  readonly last_refresh_id: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ScheduleQuery extends Page {
  readonly model_id?: string;
  readonly enabled?: boolean;
}

/** The same model, type, weekday and time again is the same schedule, with the new terms. */
export const askSaveSchedule = question<ScheduleTerms & { readonly requested_by: string }, RefreshSchedule>('gap-filler', 'save-schedule', 10_000);
export const askSchedules = question<ScheduleQuery, Paged<RefreshSchedule>>('gap-filler', 'schedules', 10_000);
export const askChangeSchedule = question<Partial<ScheduleTerms> & { readonly schedule_id: string }, RefreshSchedule>('gap-filler', 'change-schedule', 10_000);
export const askDeleteSchedule = question<{ readonly schedule_id: string }, { readonly status: 'deleted'; readonly schedule_id: string }>('gap-filler', 'delete-schedule', 10_000);
