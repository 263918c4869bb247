import type { ExportTold } from '@ml/contracts/datasets';
import { overallScore } from '@ml/domain/collection/quality';
import type { ExportRow } from '@ml/persistence/stores/collector/export-row';

/** What others are told of an export that is there, or is not. */
export const toldOf = ({ export_id, status, files, quality, completed_at, created_at }: ExportRow): ExportTold => ({
  export_id,
  status,
  rows: files.reduce((all, { rows }) => all + rows, 0),
  quality_score: status === 'completed' ? overallScore(quality) : null,
  at: (completed_at ?? created_at).toISOString(),
});
