import type { GapDataType, GapListed, GapPriority, GapStatus } from '@ml/contracts/gaps';
import type { JobProgress } from '@ml/contracts/jobs';

/** A row of `data_gaps`: what was asked for, and what came of it. */
export interface GapRow {
  readonly gap_id: string;
  readonly model_id: string | null;
  /** YYYY-MM-DD, both included. */
  readonly gap_start_date: string;
  readonly gap_end_date: string;
  /** Days from the first to the last. */
  readonly gap_days: number;
  readonly data_types: readonly GapDataType[];
  readonly regions: readonly string[];
  /** As they were asked for; empty: all. */
  readonly instance_types: readonly string[];
  readonly status: GapStatus;
  readonly priority: GapPriority;
  /** Known when the fill has ended. */
  readonly records_filled: number;
  readonly records_expected: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly error_message: string | null;
  readonly request_hash: string | null;
  readonly estimated_seconds: number;
}

export type NewGap = Omit<GapRow, 'status' | 'records_filled' | 'created_at' | 'started_at' | 'completed_at' | 'error_message'> & {
  readonly refetch: boolean;
  readonly requested_by: string;
  readonly request_id: string | null;
};

export const GAP_COLUMNS = `gap_id, model_id, gap_start_date, gap_end_date, gap_days, data_types, regions, instance_types, status, priority, records_filled, records_expected,
  created_at, started_at, completed_at, error_message, request_hash, coalesce(estimated_seconds, 0) AS estimated_seconds`;

const isOver = ({ status }: GapRow): boolean => status === 'completed' || status === 'failed' || status === 'cancelled';

/** The fill may end between the reading of its row and of its job's. */
const NOT_YET_OVER = 99;

/** `progress` is the job's. */
export const toGapListed = (row: GapRow, progress: JobProgress): GapListed => ({
  gap_id: row.gap_id,
  model_id: row.model_id,
  status: row.status,
  priority: row.priority,
  regions: row.regions,
  instance_types: row.instance_types,
  data_types: row.data_types,
  gap_start_date: row.gap_start_date,
  gap_end_date: row.gap_end_date,
  gap_days: row.gap_days,
  records_filled: progress.records_inserted,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  completed_at: row.completed_at?.toISOString() ?? null,
  error_message: row.error_message,
  percent_complete: isOver(row) ? progress.percent_complete : Math.min(NOT_YET_OVER, progress.percent_complete),
  records_expected: progress.records_expected,
  records_fetched: progress.records_fetched,
  records_inserted: progress.records_inserted,
  records_refused: progress.records_refused,
  refused: progress.refused,
  chunks: progress.chunks,
  eta_seconds: isOver(row) ? null : progress.eta_seconds,
});
