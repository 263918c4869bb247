import type { Sql } from '../../sql';
import { onlyRow } from './only-row';

export interface ExportLoad {
  readonly queued: number;
  readonly running: number;
  /** Within the last day. */
  readonly failed: number;
  /** Since the oldest of those was ordered that are queued or being made; 0: there is none. */
  readonly waiting_seconds: number;
  /** Since the oldest of those was made that have no copy; 0: there is none. */
  readonly uncopied_seconds: number;
  /** Of which files that nobody may have any more are still there. */
  readonly withdrawn: number;
}

/** What was too old counts as no failure. */
const LOAD = `SELECT
    count(*) FILTER (WHERE status = 'queued')::float8 AS queued,
    count(*) FILTER (WHERE status = 'running')::float8 AS running,
    count(*) FILTER (WHERE status = 'failed' AND completed_at >= now() - interval '1 day' AND error ->> 'code' <> 'EXPIRED')::float8 AS failed,
    coalesce(extract(epoch FROM now() - min(greatest(created_at, rewritten_at)) FILTER (WHERE status IN ('queued', 'running'))), 0)::float8 AS waiting_seconds,
    coalesce(extract(epoch FROM now() - min(completed_at) FILTER (WHERE status = 'completed' AND archived_at IS NULL)), 0)::float8 AS uncopied_seconds,
    count(*) FILTER (WHERE withdrawn <> '[]')::float8 AS withdrawn
  FROM dataset_exports`;

export const readExportLoad = (sql: Sql): Promise<ExportLoad> => onlyRow<ExportLoad>(sql, LOAD);
