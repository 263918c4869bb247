import { sqlMigration } from '../shared/sql-migration';

/**
 * Exports that were ordered; their files are blobs. `generation` counts how often one was queued, `attempts` how often since then somebody began to make it, `run_id` is whoever makes it: a maker that lost it changes nothing any more.
 * `archived_to` is where its copy lies once `archived_at` is set, and before that where somebody may have begun to write one.
 * `withdrawn` are files that hold somebody who was erased, or that are too old, until they are deleted wherever they lie.
 * `suppressed_subjects`: users of whom nothing may be kept, by a hash that is used for nothing else.
 */
export const createExports = sqlMigration('CreateExports1795313040000', [
  `CREATE TABLE dataset_exports (
     export_id uuid PRIMARY KEY,
     status text NOT NULL DEFAULT 'queued',
     output_format text NOT NULL,
     gzip boolean NOT NULL,
     days integer NOT NULL,
     datasets text[] NOT NULL,
     requested_by text NOT NULL,
     rows_done bigint NOT NULL DEFAULT 0,
     rows_total bigint NOT NULL DEFAULT 0,
     files jsonb NOT NULL DEFAULT '[]',
     quality jsonb NOT NULL DEFAULT '[]',
     manifest_blob text,
     schema_version integer NOT NULL,
     rewritten_at timestamptz,
     archived_to text,
     archived_at timestamptz,
     error jsonb,
     generation integer NOT NULL DEFAULT 1,
     attempts integer NOT NULL DEFAULT 0,
     run_id uuid,
     heartbeat_at timestamptz,
     withdrawn jsonb NOT NULL DEFAULT '[]',
     created_at timestamptz NOT NULL DEFAULT now(),
     completed_at timestamptz,
     expires_at timestamptz
   )`,
  `CREATE INDEX idx_dataset_exports_created ON dataset_exports (created_at)`,
  `CREATE INDEX idx_dataset_exports_status ON dataset_exports (status)`,
  `CREATE TABLE suppressed_subjects (
     subject_hash varchar(64) PRIMARY KEY,
     since timestamptz NOT NULL DEFAULT now()
   )`,
]);
