import { sqlMigration } from '../shared/sql-migration';

/**
 * Engines of the operator's own beside the built-in ones, and which engine of each type decides and which shadows.
 * Without a row for a type the configured built-in version decides. Sources stay for ever: a decision is replayed with the one that made it.
 */
export const createCustomEngines = sqlMigration('CreateCustomEngines1795276800000', [
  `ALTER TABLE decision_engines
     ADD COLUMN origin text NOT NULL DEFAULT 'built_in' CHECK (origin IN ('built_in', 'custom')),
     ADD COLUMN source text,
     ADD COLUMN sha256 text,
     ADD COLUMN config_schema jsonb,
     ADD COLUMN uploaded_by text,
     ADD CHECK ((origin = 'custom') = (source IS NOT NULL AND sha256 IS NOT NULL))`,
  `CREATE TABLE engine_selections (
     engine_type varchar(50) PRIMARY KEY,
     engine_id uuid REFERENCES decision_engines (engine_id),
     config jsonb NOT NULL DEFAULT '{}',
     shadow_id uuid REFERENCES decision_engines (engine_id),
     revision bigint NOT NULL,
     changed_at timestamptz NOT NULL DEFAULT now()
   )`,
]);
