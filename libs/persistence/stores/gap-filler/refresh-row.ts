import type { RefreshListed, RefreshStatus, RefreshStep, RefreshType, RefreshVerdict } from '@ml/contracts/refresh';
import type { JobProgress } from '@ml/contracts/jobs';

/** A row of the history, without what its job knows. */
export interface RefreshRow {
  readonly refresh_id: string;
  readonly model_id: string;
  readonly refresh_type: RefreshType;
  readonly schedule_id: string | null;
  readonly slot: Date | null;
  readonly status: RefreshStatus;
  readonly step: RefreshStep;
  /** YYYY-MM-DD. */
  readonly data_fetched_from: string;
  readonly data_fetched_to: string;
  /** Known when the fetching is over. */
  readonly records_fetched: number;
  /** As asked for; empty: those of the installation, all. */
  readonly regions: readonly string[];
  readonly instance_types: readonly string[];
  readonly auto_activate: boolean;
  readonly activated: boolean | null;
  readonly verdict: RefreshVerdict | null;
  readonly triggered_by: string;
  readonly started_at: Date;
  readonly completed_at: Date | null;
  readonly duration_seconds: number | null;
  readonly error_message: string | null;
  readonly request_hash: string | null;
  readonly estimated_seconds: number | null;
}

export type NewRefresh = Pick<
  RefreshRow,
  'refresh_id' | 'model_id' | 'refresh_type' | 'schedule_id' | 'slot' | 'step' | 'data_fetched_from' | 'data_fetched_to' | 'regions' | 'instance_types' | 'auto_activate' | 'triggered_by' | 'request_hash' | 'estimated_seconds'
> & { readonly request_id: string | null };

export const REFRESH_COLUMNS = `refresh_id, model_id, refresh_type, schedule_id, slot, status, step, data_fetched_from, data_fetched_to, records_fetched, regions, instance_types,
  auto_activate, activated, verdict, triggered_by, started_at, completed_at, duration_seconds, error_message, request_hash, estimated_seconds`;

const NOTHING: JobProgress = {
  percent_complete: 0,
  records_expected: 0,
  records_fetched: 0,
  records_inserted: 0,
  records_refused: 0,
  refused: {},
  chunks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
  eta_seconds: null,
};
/** Judging and activating are still to come when all prices are there. */
const NOT_YET_ALL = 99;

/** `progress` is the job's; undefined while nothing has been ordered. */
export const toRefreshListed = (row: RefreshRow, progress: JobProgress = { ...NOTHING, records_fetched: row.records_fetched }): RefreshListed => ({
  ...onlyProgress(progress),
  percent_complete: row.status === 'completed' ? 100 : Math.min(NOT_YET_ALL, progress.percent_complete),
  eta_seconds: row.step === 'fetching' ? progress.eta_seconds : null,
  refresh_id: row.refresh_id,
  model_id: row.model_id,
  refresh_type: row.refresh_type,
  schedule_id: row.schedule_id,
  status: row.status,
  step: row.step,
  data_fetched_from: row.data_fetched_from,
  data_fetched_to: row.data_fetched_to,
  regions: row.regions,
  instance_types: row.instance_types,
  auto_activate: row.auto_activate,
  activated: row.activated,
  verdict: row.verdict,
  triggered_by: row.triggered_by,
  started_at: row.started_at.toISOString(),
  completed_at: row.completed_at?.toISOString() ?? null,
  duration_seconds: row.duration_seconds,
  error_message: row.error_message,
});

/** The job knows more about itself than callers are shown. */
const onlyProgress = ({ records_expected, records_fetched, records_inserted, records_refused, refused, chunks }: JobProgress): Omit<JobProgress, 'percent_complete' | 'eta_seconds'> => ({
  records_expected,
  records_fetched,
  records_inserted,
  records_refused,
  refused,
  chunks,
});
