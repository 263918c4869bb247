import { sqlMigration } from '../shared/sql-migration';

/**
 * What came in, before it is in the tables of the contract. Every id of a user, an account, a resource, a scan or an event is a hash.
 * `scan_pieces` hold anonymised rows, compressed, as COPY takes them; they are gone once their scan is stored, or was never closed.
 * `collected_events`: actions that were taken, by their event. `waiting_actions`: no scan has found their resource yet.
 */
export const createIntake = sqlMigration('CreateIntake1795312860000', [
  `CREATE TABLE collection_subjects (
     user_hash varchar(64) NOT NULL,
     account_hash varchar(64) NOT NULL,
     key_version smallint NOT NULL,
     first_seen_at timestamptz NOT NULL DEFAULT now(),
     last_seen_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (user_hash, account_hash)
   )`,
  `CREATE INDEX idx_collection_subjects_account ON collection_subjects (account_hash)`,
  `CREATE TABLE collection_scans (
     scan_hash varchar(64) PRIMARY KEY,
     content_hash text NOT NULL,
     upload_id uuid,
     user_hash varchar(64) NOT NULL,
     account_hash varchar(64) NOT NULL,
     key_version smallint NOT NULL,
     provider varchar(20) NOT NULL,
     completed_at timestamptz NOT NULL,
     total_spend numeric(18,4),
     status text NOT NULL DEFAULT 'accepted',
     resources integer NOT NULL,
     refused integer NOT NULL,
     fault_count integer NOT NULL,
     faults jsonb NOT NULL DEFAULT '[]',
     rows jsonb NOT NULL DEFAULT '{}',
     error jsonb,
     accepted_at timestamptz NOT NULL DEFAULT now(),
     stored_at timestamptz
   )`,
  `CREATE INDEX idx_collection_scans_account ON collection_scans (account_hash, completed_at)`,
  `CREATE INDEX idx_collection_scans_user ON collection_scans (user_hash)`,
  `CREATE INDEX idx_collection_scans_accepted ON collection_scans (accepted_at)`,
  `CREATE INDEX idx_collection_scans_waiting ON collection_scans (accepted_at) WHERE status = 'accepted'`,
  `CREATE TABLE scan_uploads (
     upload_id uuid PRIMARY KEY,
     scan_hash varchar(64) NOT NULL,
     user_hash varchar(64) NOT NULL,
     account_hash varchar(64) NOT NULL,
     opened_at timestamptz NOT NULL DEFAULT now(),
     closed_at timestamptz
   )`,
  `CREATE INDEX idx_scan_uploads_opened ON scan_uploads (opened_at)`,
  `CREATE INDEX idx_scan_uploads_user ON scan_uploads (user_hash)`,
  `CREATE TABLE scan_pieces (
     upload_id uuid NOT NULL REFERENCES scan_uploads ON DELETE CASCADE,
     first integer NOT NULL,
     kept integer NOT NULL,
     refused integer NOT NULL,
     content_hash text NOT NULL,
     training bytea NOT NULL,
     series bytea NOT NULL,
     PRIMARY KEY (upload_id, first)
   )`,
  // They are compressed already.
  `ALTER TABLE scan_pieces ALTER COLUMN training SET STORAGE EXTERNAL, ALTER COLUMN series SET STORAGE EXTERNAL`,
  `CREATE TABLE collected_events (
     event_hash varchar(64) PRIMARY KEY,
     body_hash text NOT NULL,
     user_hash varchar(64) NOT NULL,
     account_hash varchar(64) NOT NULL,
     outcome text NOT NULL,
     received_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX idx_collected_events_user ON collected_events (user_hash)`,
  `CREATE INDEX idx_collected_events_account ON collected_events (account_hash)`,
  `CREATE INDEX idx_collected_events_received ON collected_events (received_at)`,
  `CREATE TABLE waiting_actions (
     account_hash varchar(64) NOT NULL,
     resource_hash varchar(64) NOT NULL,
     user_hash varchar(64) NOT NULL,
     action_taken varchar(30) NOT NULL,
     action_at timestamptz NOT NULL,
     industry_anonymized varchar(50),
     company_size_bucket varchar(20),
     received_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (account_hash, resource_hash)
   )`,
  `CREATE INDEX idx_waiting_actions_user ON waiting_actions (user_hash)`,
]);
