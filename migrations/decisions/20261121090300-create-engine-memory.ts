import { sqlMigration } from '../shared/sql-migration';

/** What an engine wants to be reminded of when it looks at the same cluster again. */
export const createEngineMemory = sqlMigration('CreateEngineMemory1795251780000', [
  `CREATE TABLE engine_memory (
     tenant text NOT NULL,
     cluster_id varchar(255) NOT NULL,
     engine_type varchar(50) NOT NULL,
     key text NOT NULL,
     value jsonb NOT NULL,
     expires_at timestamptz NOT NULL,
     remembered_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, cluster_id, engine_type, key)
   )`,
  `CREATE INDEX idx_engine_memory_expiry ON engine_memory (expires_at)`,
]);
