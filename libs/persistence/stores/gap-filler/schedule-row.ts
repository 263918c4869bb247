import type { RefreshSchedule, ScheduleTerms } from '@ml/contracts/refresh';

type Times = 'next_run_at' | 'last_run_at' | 'created_at' | 'updated_at';

export type FullTerms = Required<ScheduleTerms>;

export interface ScheduleRow extends Omit<RefreshSchedule, Times | 'weekday'>, Pick<FullTerms, 'weekday'> {
  readonly next_run_at: Date | null;
  readonly last_run_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const SCHEDULE_COLUMNS = `schedule_id, model_id, schedule_type, time, weekday, lookback_days, enabled, instance_types, regions, auto_activate, next_run_at, last_run_at, last_refresh_id,
  created_by, created_at, updated_at`;

export const toRefreshSchedule = (row: ScheduleRow): RefreshSchedule => ({
  ...row,
  weekday: row.schedule_type === 'weekly' ? row.weekday : null,
  next_run_at: row.next_run_at?.toISOString() ?? null,
  last_run_at: row.last_run_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});
