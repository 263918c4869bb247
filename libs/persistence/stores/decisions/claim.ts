import type { DecisionAnswer } from '@ml/contracts/decision';
import type { Database } from '../../database';
import type { Claim, ClaimRequest, ClaimResult } from './claim-result';

/** Takes a free request, or one of the same body whose lease has run out. `clock_timestamp()`: waiting for a row lock counts. */
const TAKE = `INSERT INTO decision_claims AS held (tenant, request_id, body_hash, fence, lease_expires_at)
  VALUES ($1, $2, $3, nextval('decision_claim_fence'), clock_timestamp() + $4 * interval '1 second')
  ON CONFLICT (tenant, request_id) DO UPDATE
    SET fence = excluded.fence, lease_expires_at = clock_timestamp() + $4 * interval '1 second'
    WHERE held.decision_id IS NULL AND held.body_hash = excluded.body_hash AND held.lease_expires_at <= clock_timestamp()
  RETURNING fence`;

const LOOK = `SELECT held.body_hash, held.decision_id IS NOT NULL AS done, log.answer,
         greatest(0, extract(epoch FROM held.lease_expires_at - clock_timestamp()) * 1000)::int AS lease_ends_in_ms
  FROM decision_claims held LEFT JOIN decision_execution_log log ON log.execution_id = held.decision_id
  WHERE held.tenant = $1 AND held.request_id = $2`;

interface Held {
  readonly body_hash: string;
  readonly done: boolean;
  readonly answer: DecisionAnswer | null;
  readonly lease_ends_in_ms: number;
}

export const takeClaim = async (database: Database, request: ClaimRequest): Promise<ClaimResult> => {
  const { tenant, requestId, bodyHash, leaseSeconds } = request;
  const [taken] = await database.query<{ fence: number }>(TAKE, [tenant, requestId, bodyHash, leaseSeconds]);
  if (taken !== undefined) return { state: 'claimed', claim: { tenant, requestId, fence: taken.fence } };
  const [held] = await database.query<Held>(LOOK, [tenant, requestId]);
  // Given back between the two statements: whoever asks again gets it.
  if (held === undefined) return { state: 'in_progress', leaseEndsInMs: 0 };
  if (held.body_hash !== bodyHash) return { state: 'conflict' };
  if (held.done && held.answer !== null) return { state: 'done', answer: held.answer };
  return { state: 'in_progress', leaseEndsInMs: held.lease_ends_in_ms };
};

/** More time for a decision that takes long. False: the claim was overtaken. */
export const renewClaim = async (database: Database, claim: Claim, leaseSeconds: number): Promise<boolean> => {
  const touched = await database.execute(
    `UPDATE decision_claims SET lease_expires_at = clock_timestamp() + $4 * interval '1 second'
     WHERE tenant = $1 AND request_id = $2 AND fence = $3 AND decision_id IS NULL`,
    [claim.tenant, claim.requestId, claim.fence, leaseSeconds],
  );
  return touched === 1;
};

/** Gives an undecided request back after a failure, so that the next attempt starts anew. Does nothing when it was overtaken. */
export const releaseClaim = async (database: Database, claim: Claim): Promise<void> => {
  await database.execute('DELETE FROM decision_claims WHERE tenant = $1 AND request_id = $2 AND fence = $3 AND decision_id IS NULL', [
    claim.tenant,
    claim.requestId,
    claim.fence,
  ]);
};
