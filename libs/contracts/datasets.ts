import type { Reason } from './decision';
import type { Page, Paged } from './pricing';
import { event, question, work } from './wire';

/** What is exported; a file each. */
export const DATASETS = ['ml_training_data', 'user_action_patterns', 'cost_trends', 'resource_lifecycle_events', 'cloudwatch_metrics_history'] as const;
export type DatasetName = (typeof DATASETS)[number];

export const EXPORT_FORMATS = ['json', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface OrderExport {
  readonly days: number;
  readonly output_format: ExportFormat;
  /** JSON and CSV; Parquet compresses itself. */
  readonly gzip: boolean;
  readonly datasets: readonly DatasetName[];
  readonly requested_by: 'rest' | 'command' | 'schedule';
}

export interface ExportFile {
  readonly dataset: DatasetName;
  /** `ml_training_data_20261122.json` */
  readonly name: string;
  readonly rows: number;
  readonly size_bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Of one dataset: what is wrong with it, and a score of 0 to 100. */
export interface DatasetQuality {
  readonly dataset: DatasetName;
  readonly rows: number;
  readonly nulls: Readonly<Record<string, number>>;
  readonly out_of_range: Readonly<Record<string, number>>;
  readonly duplicates: number;
  readonly score: number;
}

export type ExportState = 'queued' | 'running' | 'completed' | 'failed';

export interface ExportJob {
  readonly export_id: string;
  readonly status: ExportState;
  readonly output_format: ExportFormat;
  readonly gzip: boolean;
  readonly days: number;
  readonly requested_by: OrderExport['requested_by'];
  /** Rows written of those there are; grows while it runs. */
  readonly rows_done: number;
  readonly rows_total: number;
  readonly files: readonly ExportFile[];
  readonly quality: readonly DatasetQuality[];
  readonly schema_version: number;
  /** Made again without somebody who was erased since, or without what had been kept for long enough. */
  readonly rewritten_at: string | null;
  /** Where a copy lies in S3-compatible storage: `s3://bucket/prefix/`. */
  readonly archived_to: string | null;
  readonly error: Reason | null;
  readonly created_at: string;
  readonly completed_at: string | null;
  readonly expires_at: string | null;
}

/** Answers when it is made if it is small (100,000 rows at most), else with the job that was queued. @throws TOO_MANY_EXPORTS */
export const askOrderExport = question<OrderExport, ExportJob>('collector', 'order-export', 60_000);

export interface ExportKey {
  readonly export_id: string;
}

/** @throws NOT_FOUND */
export const askExport = question<ExportKey, ExportJob>('collector', 'export', 5_000);
export const askExports = question<Page, Paged<ExportJob>>('collector', 'exports', 5_000);

export interface ExportFileKey extends ExportKey {
  /** A file's name, or `manifest.json`. */
  readonly file: string;
}

export interface ExportFileLocation {
  readonly blob_id: string;
  readonly name: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly content_type: string;
}

/** Where the bytes of a file are. @throws NOT_FOUND */
export const askExportFile = question<ExportFileKey, ExportFileLocation>('collector', 'export-file', 5_000);

/** An export that was ordered. */
export const exportToMake = work<ExportKey>('collector', 'export');

/** Told when an export is there, or is not. */
export interface ExportTold {
  readonly export_id: string;
  readonly status: ExportState;
  readonly rows: number;
  readonly quality_score: number | null;
  readonly at: string;
}

export const exportTold = event<ExportTold>('collector', 'export-told');

/** `GET /api/v1/admin/ml-stats` */
export interface CollectionStats {
  readonly total_ml_records: number;
  readonly records_last_7_days: number;
  readonly records_last_30_days: number;
  readonly user_actions: number;
  readonly cost_trends: number;
  readonly last_collection_at: string | null;
}

export const askCollectionStats = question<Record<string, never>, CollectionStats>('collector', 'stats', 10_000);

export interface Milestone {
  readonly name: string;
  readonly records: number;
  readonly reached: boolean;
  readonly reached_at: string | null;
}

/** `GET /api/v1/ml/admin/growth` */
export interface Growth {
  readonly days: readonly { readonly date: string; readonly records: number; readonly scans: number; readonly actions: number }[];
  readonly total_records: number;
  readonly milestones: readonly Milestone[];
  readonly next_milestone: string | null;
  /** At the rate of the last 30 days; null when nothing comes. */
  readonly next_milestone_on: string | null;
  readonly targets: readonly { readonly name: string; readonly target: number; readonly value: number | null; readonly met: boolean }[];
  /** 100,000 records and 50,000 actions: below it training warns. */
  readonly training_gate: { readonly records: number; readonly actions: number; readonly open: boolean };
}

export const askGrowth = question<{ readonly days: number }, Growth>('collector', 'growth', 10_000);

/** `GET /api/v1/ml/admin/quality` */
export interface CollectionQuality {
  readonly datasets: readonly DatasetQuality[];
  readonly action_rate: number | null;
  readonly records_per_scan: number | null;
  readonly score: number;
  readonly as_of: string;
}

export const askCollectionQuality = question<Record<string, never>, CollectionQuality>('collector', 'quality', 30_000);
