import { sqlMigration } from '../shared/sql-migration';

/** Keys are 256 random bits, so a plain SHA-256 is enough to store: there is nothing to guess. */
export const createApiKeys = sqlMigration('CreateApiKeys1795251600000', [
  `CREATE TABLE api_keys (
     id uuid PRIMARY KEY,
     name text NOT NULL,
     sha256 bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
     scope text NOT NULL CHECK (scope IN ('platform', 'operator', 'admin', 'viewer')),
     tenant text,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz,
     revoked_at timestamptz,
     last_used_at timestamptz,
     rotated_from uuid REFERENCES api_keys (id)
   )`,
  // Raised inside every transaction that changes a key: whoever caches keys asks for this number only.
  `CREATE TABLE revisions (name text PRIMARY KEY, revision bigint NOT NULL)`,
  `INSERT INTO revisions (name, revision) VALUES ('api_keys', 1)`,
]);
