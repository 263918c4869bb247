import type { JobKind, JobProgress } from '@ml/contracts/jobs';
import type { FetchDataType } from '@ml/contracts/pricing';
import type { Mark } from '@ml/domain/gaps/eta';
import type { Sql } from '../../sql';
import type { JobRules } from './job-rules';

/** How far a job's fetching is, and what the handlers of its kind need to know to go on. */
export interface JobView extends JobProgress {
  /** When the first chunk began, RFC 3339; null before. */
  readonly started_at: string | null;
  readonly cancel_asked: boolean;
  /** Every chunk has ended, or there was none. */
  readonly fetching_over: boolean;
  /** Why chunks failed, each reason of a region once; 20 at most. */
  readonly failed: readonly FailedFetch[];
}

export interface FailedFetch {
  readonly region: string;
  readonly data_type: FetchDataType;
  readonly message: string;
}

/** A row of `fetch_jobs` with the status of what it works for. */
export interface JobRow {
  readonly job_id: string;
  readonly job_kind: JobKind;
  readonly model_id: string | null;
  readonly expected: number;
  readonly fetched: number;
  readonly inserted: number;
  readonly refused: number;
  readonly refused_by: Readonly<Record<string, number>>;
  readonly chunks_total: number;
  readonly chunks_completed: number;
  readonly chunks_failed: number;
  readonly chunks_cancelled: number;
  readonly weight: number;
  readonly weight_done: number;
  readonly weight_left: number;
  readonly marks: readonly Mark[];
  readonly fetching_since: Date | null;
  readonly fetching_ended_at: Date | null;
  readonly cancel_asked_at: Date | null;
  readonly told_line: number;
  readonly last_line: number;
  readonly status: string;
  readonly error_message: string | null;
  readonly ended: boolean;
}

const ROWS = `select job.*, coalesce(gap.status, refresh.status, 'unknown') as status, coalesce(gap.error_message, refresh.error_message) as error_message,
    coalesce(gap.completed_at, refresh.completed_at) is not null as ended
  from fetch_jobs job left join data_gaps gap on gap.gap_id = job.job_id left join model_refresh_history refresh on refresh.refresh_id = job.job_id
  where job.job_id = any($1::uuid[])`;

const FAILED = `select job_id, region, data_type, error_message as message from (
    select job_id, region, data_type, error_message, row_number() over (partition by job_id order by region, data_type, error_message) as place
    from job_orders join job_chunks using (task_id) where job_id = any($1::uuid[]) and status = 'failed' group by job_id, region, data_type, error_message
  ) reasons where place <= 20 order by job_id, place`;

export const jobRows = (sql: Sql, ids: readonly string[]): Promise<JobRow[]> => sql.query<JobRow>(ROWS, [[...ids]]);

/** The counts as they are told; `rules` say what they mean. */
export const progressOfRow = (row: JobRow, rules: JobRules): JobProgress => ({
  percent_complete: rules.percentComplete({ weight: row.weight, done: row.weight_done, over: row.ended && row.chunks_completed === row.chunks_total && row.status === 'completed' }),
  records_expected: row.expected,
  records_fetched: row.fetched,
  records_inserted: row.inserted,
  records_refused: row.refused,
  refused: row.refused_by,
  chunks: { total: row.chunks_total, completed: row.chunks_completed, failed: row.chunks_failed, cancelled: row.chunks_cancelled },
  eta_seconds: isFetching(row) ? rules.etaSeconds({ marks: row.marks, left: row.weight_left }) : null,
});

/** A job that is called off does not fetch what is left, so nothing can be said of how long that takes. */
const isFetching = ({ ended, fetching_ended_at, cancel_asked_at }: JobRow): boolean => !ended && fetching_ended_at === null && cancel_asked_at === null;

/** By id; an id that is no job's is left out. */
export const progressOf = async (sql: Sql, ids: readonly string[], rules: JobRules): Promise<ReadonlyMap<string, JobView>> => {
  if (ids.length === 0) return new Map();
  const rows = await jobRows(sql, ids);
  const failing = rows.filter(({ chunks_failed }) => chunks_failed > 0).map(({ job_id }) => job_id);
  const failed = failing.length === 0 ? [] : await sql.query<FailedFetch & { readonly job_id: string }>(FAILED, [failing]);
  return new Map(
    rows.map((row) => [
      row.job_id,
      {
        ...progressOfRow(row, rules),
        started_at: row.fetching_since?.toISOString() ?? null,
        cancel_asked: row.cancel_asked_at !== null,
        fetching_over: row.fetching_ended_at !== null,
        failed: failed.filter(({ job_id }) => job_id === row.job_id).map(({ region, data_type, message }) => ({ region, data_type, message })),
      },
    ]),
  );
};
