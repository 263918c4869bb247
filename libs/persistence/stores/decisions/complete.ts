import type { DecisionAnswer, Memory } from '@ml/contracts/decision';
import { decisionMade, type DecisionMade } from '@ml/contracts/decisions';
import type { Database } from '../../database';
import { enqueue } from '../../outbox';
import type { Tx } from '../../tx';
import type { Claim, Completion } from './claim-result';
import type { DecisionRecord } from './decision-record';
import { remember } from './engine-memory';
import { insertDecision } from './insert-decision';
import { noteNewest } from './newest-decisions';

export interface Decided {
  readonly record: DecisionRecord;
  /** Kept only when the decision is an active one. */
  readonly remember: readonly Memory[];
}

const CLOSE = {
  name: 'decision-claim-close',
  text: `UPDATE decision_claims SET decision_id = $4
         WHERE tenant = $1 AND request_id = $2 AND fence = $3 AND decision_id IS NULL`,
};

/**
 * Stores a decision, what its engine remembers and the event in one transaction, if the claim still holds.
 * Otherwise nothing is written and the winner's decision is returned.
 */
export const completeClaim = (database: Database, claim: Claim, decided: Decided): Promise<Completion> =>
  database.transaction(async (tx) => {
    const { record } = decided;
    const closed = await tx.execute(CLOSE, [claim.tenant, claim.requestId, claim.fence, record.answer.decision_id]);
    if (closed === 0) return { stored: false, answer: await winnersAnswer(tx, claim) };
    await insertDecision(tx, record);
    if (record.answer.engine.mode === 'active') {
      await remember(tx, record, decided.remember);
      await noteNewest(tx, record);
    }
    await enqueue(tx, decisionMade, { id: `decision-made-${record.answer.decision_id}`, body: announcement(record) });
    return { stored: true };
  });

const winnersAnswer = async (tx: Tx, { tenant, requestId }: Claim): Promise<DecisionAnswer | null> => {
  const [row] = await tx.query<{ answer: DecisionAnswer }>(
    `SELECT log.answer FROM decision_claims held JOIN decision_execution_log log ON log.execution_id = held.decision_id
     WHERE held.tenant = $1 AND held.request_id = $2`,
    [tenant, requestId],
  );
  return row?.answer ?? null;
};

const announcement = ({ tenant, answer, origin }: DecisionRecord): DecisionMade => ({
  tenant,
  decision_id: answer.decision_id,
  request_id: answer.request_id,
  cluster_id: answer.cluster_id,
  decision_type: answer.decision_type,
  engine: answer.engine,
  origin,
  verdict: answer.verdict,
  confidence_score: answer.confidence_score,
  estimated_savings: answer.estimated_savings,
  recommendations: answer.recommendations.length,
  at: answer.evidence.now,
});
