import { sqlMigration } from '../shared/sql-migration';

/** Fences come from a sequence, not from the row: a claim that was given back and taken again must not repeat an old number. */
export const createDecisionClaims = sqlMigration('CreateDecisionClaims1795251660000', [
  `CREATE SEQUENCE decision_claim_fence AS bigint`,
  `CREATE TABLE decision_claims (
     tenant text NOT NULL,
     request_id text NOT NULL,
     body_hash text NOT NULL,
     fence bigint NOT NULL,
     lease_expires_at timestamptz NOT NULL,
     decision_id uuid,
     claimed_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (tenant, request_id)
   )`,
  `CREATE INDEX idx_decision_claims_age ON decision_claims (claimed_at)`,
]);
