import type { EngineSummary } from '@ml/contracts/custom-engines';
import type { EngineRow } from '@ml/persistence/stores/decisions/engine-row';

export const engineSummary = (row: EngineRow): EngineSummary => ({
  engine_id: row.engine_id,
  name: row.engine_name,
  version: row.engine_version,
  type: row.engine_type,
  active: row.active,
  shadow: row.shadow,
  origin: row.origin,
  uploaded_at: row.upload_date.toISOString(),
});
