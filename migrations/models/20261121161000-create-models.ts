import { sqlMigration } from '../shared/sql-migration';

/**
 * Versions of models: immutable, and never used again for another file, so a deleted one keeps its row. `model_file_path` names a blob.
 * `model_metadata` is what is served; `posted_metadata` what came with the file and is not ours to understand.
 */
export const createModels = sqlMigration('CreateModels1795277400000', [
  `CREATE TABLE ml_models (
     model_id uuid PRIMARY KEY,
     model_name varchar(255) NOT NULL,
     model_version varchar(50) NOT NULL,
     model_type varchar(50) NOT NULL,
     trained_until_date date NOT NULL,
     upload_date timestamptz NOT NULL DEFAULT now(),
     uploaded_by varchar(255) NOT NULL,
     active boolean NOT NULL DEFAULT false,
     model_file_path text NOT NULL,
     model_metadata jsonb NOT NULL,
     posted_metadata jsonb,
     declared boolean NOT NULL,
     performance_metrics jsonb NOT NULL,
     sha256 char(64) NOT NULL,
     size_bytes bigint NOT NULL,
     warnings jsonb NOT NULL,
     deleted_at timestamptz,
     UNIQUE (model_name, model_version)
   )`,
  `CREATE INDEX idx_ml_models_uploaded ON ml_models (upload_date DESC, model_id DESC) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_ml_models_file ON ml_models (model_file_path) WHERE deleted_at IS NULL`,
]);
