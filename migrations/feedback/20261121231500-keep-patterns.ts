import { sqlMigration } from '../shared/sql-migration';

/** `temporal_data` and `workload_data` are of the type in the region; null: nothing stands out. `patterns_of`: how many observations of the pool they were made of. */
export const keepPatterns = sqlMigration('KeepPatterns1795302900000', ['ALTER TABLE risk_score_adjustments ADD COLUMN patterns_of integer NOT NULL DEFAULT 0']);
