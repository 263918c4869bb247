import type { ScanStatus } from '@ml/contracts/collection';
import type { ScanRow } from '@ml/persistence/stores/collector/scans';

/** What anybody may see of a scan. */
export const scanStatus = (row: ScanRow): ScanStatus => ({
  status: row.status,
  provider: row.provider,
  resources: row.resources,
  refused: row.refused,
  fault_count: row.fault_count,
  faults: row.faults,
  rows: row.rows,
  accepted_at: row.accepted_at.toISOString(),
  stored_at: row.stored_at?.toISOString() ?? null,
  error: row.error,
});
