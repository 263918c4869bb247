import { zstdCompressSync } from 'node:zlib';
import { seriesValues, trainingValues, type SeriesRow, type TrainingRow } from '@ml/domain/anonymise/collected-rows';
import { encodeRow } from '@ml/persistence/copy';
import type { Database } from '@ml/persistence/database';
import { closeUpload, keepPiece, openUpload } from '@ml/persistence/stores/collector/scan-uploads';
import { insertScan } from '@ml/persistence/stores/collector/scans';
import { randomUUID } from 'node:crypto';

export interface MadeUpScan {
  readonly scan_hash: string;
  readonly account_hash: string;
  readonly user_hash?: string;
  readonly completed_at: string;
  readonly total_spend?: number | null;
  /** As the scan says; else as many as it has rows. Series of a large one are written beside the rest. */
  readonly resources?: number;
  readonly rows: readonly TrainingRow[];
  readonly series?: readonly SeriesRow[];
}

const zstd = (text: string): Uint8Array => zstdCompressSync(text);

export const madeUpRow = (scan: Pick<MadeUpScan, 'scan_hash' | 'account_hash' | 'completed_at'>, changes: Partial<TrainingRow> = {}): TrainingRow => ({
  account_hash: scan.account_hash,
  resource_hash: 'r1',
  scan_id: scan.scan_hash,
  resource_type: 'ebs_volume',
  provider: 'aws',
  region_anonymized: 'us-*',
  resource_age_days: 120,
  detection_scenario: 'idle_volume',
  confidence_level: 'high',
  metrics_summary: { volume_read_ops: { avg: 0.2, p50: 0.1, p95: 0.4, p99: 0.5, trend: 'stable' } },
  cost_monthly: 45.2,
  resource_config: { size_gb: 100 },
  tags_anonymized: { env: 'prod' },
  parent_resource_hash: null,
  parent_resource_type: null,
  parent_resource_state: null,
  temporal_features: null,
  detected_at: scan.completed_at,
  ...changes,
});

export const madeUpSeries = (scan: Pick<MadeUpScan, 'scan_hash' | 'account_hash'>, changes: Partial<SeriesRow> = {}): SeriesRow => ({
  account_hash: scan.account_hash,
  resource_hash: 'r1',
  scan_id: scan.scan_hash,
  resource_type: 'ebs_volume',
  provider: 'aws',
  metric_name: 'volume_read_ops',
  metric_values: { timeseries: [1, null, 3], step_seconds: 3600, avg: 2, p50: 2, p95: 3, p99: 3, trend: 'stable', samples: 2 },
  aggregation_period: 'hourly',
  start_date: '2026-11-19T00:00:00Z',
  end_date: '2026-11-19T03:00:00Z',
  ...changes,
});

/** Accepted and not stored yet, in pieces of so many resources. */
export const acceptedScan = async (database: Database, scan: MadeUpScan, perPiece = 500): Promise<void> => {
  const { scan_hash, account_hash, user_hash = 'u1', rows, series = [], completed_at, total_spend = null, resources = rows.length } = scan;
  const upload_id = randomUUID();
  const upload = { upload_id, scan_hash, account_hash, user_hash };
  await openUpload(database, upload);
  for (let first = 0; first < rows.length; first += perPiece) {
    const piece = rows.slice(first, first + perPiece);
    const hashes = new Set(piece.map(({ resource_hash }) => resource_hash));
    const text = { training: zstd(piece.map((row) => encodeRow(trainingValues(row))).join('')), series: zstd(series.filter((row) => hashes.has(row.resource_hash)).map((row) => encodeRow(seriesValues(row))).join('')) };
    await keepPiece(database, { upload_id, scan_hash, account_hash, first, kept: piece.length, refused: 0, content_hash: String(first), ...text });
  }
  await database.transaction(async (tx) => {
    await closeUpload(tx, upload_id);
    const counts = { resources, refused: 0, fault_count: 0, faults: [] };
    await insertScan(tx, { ...upload, ...counts, key_version: 1, content_hash: 'c', provider: 'aws', completed_at, total_spend });
  });
};
