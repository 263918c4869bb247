import type { DatasetName, DatasetQuality, ExportFile, ExportFormat, ExportJob, ExportState, OrderExport } from '@ml/contracts/datasets';
import type { Reason } from '@ml/contracts/decision';

/** A file and the blob that it is. */
export interface StoredFile extends ExportFile {
  readonly blob_id: string;
}

/** A row of `dataset_exports`. */
export interface ExportRow {
  readonly export_id: string;
  readonly status: ExportState;
  readonly output_format: ExportFormat;
  readonly gzip: boolean;
  readonly days: number;
  readonly datasets: readonly DatasetName[];
  readonly requested_by: OrderExport['requested_by'];
  readonly rows_done: number;
  readonly rows_total: number;
  readonly files: readonly StoredFile[];
  readonly quality: readonly DatasetQuality[];
  readonly manifest_blob: string | null;
  readonly schema_version: number;
  readonly rewritten_at: Date | null;
  /** Where its copy lies, or is being written while `archived_at` is null. */
  readonly archived_to: string | null;
  readonly archived_at: Date | null;
  readonly error: Reason | null;
  readonly generation: number;
  readonly attempts: number;
  readonly created_at: Date;
  readonly completed_at: Date | null;
  readonly expires_at: Date | null;
}

export const EXPORT_COLUMNS = `export_id, status, output_format, gzip, days, datasets, requested_by, rows_done, rows_total, files, quality, manifest_blob, schema_version,
  rewritten_at, archived_to, archived_at, error, generation, attempts, created_at, completed_at, expires_at`;

/** One message for each time that an export is queued. */
export const exportMessageId = (exportId: string, generation: number): string => `export:${exportId}:${String(generation)}`;

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** As anybody may see it. */
export const toExportJob = (row: ExportRow): ExportJob => ({
  export_id: row.export_id,
  status: row.status,
  output_format: row.output_format,
  gzip: row.gzip,
  days: row.days,
  requested_by: row.requested_by,
  rows_done: row.rows_done,
  rows_total: row.rows_total,
  files: row.files.map(({ dataset, name, rows, size_bytes, sha256 }) => ({ dataset, name, rows, size_bytes, sha256 })),
  quality: row.quality,
  schema_version: row.schema_version,
  rewritten_at: timeOf(row.rewritten_at),
  archived_to: row.archived_at === null ? null : row.archived_to,
  error: row.error,
  created_at: row.created_at.toISOString(),
  completed_at: timeOf(row.completed_at),
  expires_at: timeOf(row.expires_at),
});
