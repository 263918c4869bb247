import { sqlMigration } from '../shared/sql-migration';

/**
 * The newest state of each cluster, and how far scheduled scans have come with it: one row per cluster and engine, whose slot only grows.
 * `blob_id` is null when the blob has expired; `asks` counts how often a newer one was asked for.
 */
export const createClusterSnapshots = sqlMigration('CreateClusterSnapshots1795255320000', [
  `CREATE TABLE cluster_snapshots (
     tenant text NOT NULL,
     cluster_id varchar(255) NOT NULL,
     region text NOT NULL,
     observed_at timestamptz NOT NULL,
     received_at timestamptz NOT NULL,
     first_received_at timestamptz NOT NULL,
     state_hash text NOT NULL,
     blob_id text,
     counts jsonb NOT NULL,
     bytes bigint NOT NULL,
     kept_bytes bigint NOT NULL,
     asks integer NOT NULL DEFAULT 0,
     next_ask_at timestamptz,
     PRIMARY KEY (tenant, cluster_id)
   )`,
  `CREATE INDEX idx_cluster_snapshots_cluster ON cluster_snapshots (cluster_id, received_at DESC)`,
  `CREATE INDEX idx_cluster_snapshots_age ON cluster_snapshots (received_at)`,
  `CREATE TABLE cluster_scans (
     tenant text NOT NULL,
     cluster_id varchar(255) NOT NULL,
     engine_type varchar(50) NOT NULL,
     slot timestamptz,
     outcome text,
     decision_id uuid,
     finished_at timestamptz,
     attempts integer NOT NULL DEFAULT 0,
     retry_at timestamptz,
     PRIMARY KEY (tenant, cluster_id, engine_type),
     FOREIGN KEY (tenant, cluster_id) REFERENCES cluster_snapshots (tenant, cluster_id) ON DELETE CASCADE
   )`,
]);
