import type { CustomEngineRef, DecisionAnswer, DecisionEnvelope, EngineMode } from '@ml/contracts/decision';
import type { EngineReply } from '@ml/contracts/engines';

interface Run {
  readonly envelope: DecisionEnvelope;
  readonly reply: EngineReply;
  readonly decisionId: string;
  readonly mode: EngineMode;
  /** RFC 3339: the instant the engine took for now. */
  readonly now: string;
  /** Who decided in the place of the built-in engine. */
  readonly custom?: CustomEngineRef;
}

/** What the engine decided, with what only the run knows. */
export const composeAnswer = ({ envelope, reply, decisionId, mode, now, custom }: Run): DecisionAnswer => {
  const { evidence, extra, ...decision } = reply.decision;
  return {
    request_id: envelope.request_id,
    decision_id: decisionId,
    decision_type: envelope.decision_type,
    cluster_id: envelope.cluster_id,
    engine: { ...reply.engine, mode, ...(custom && { custom }) },
    ...decision,
    ...extra,
    ...(mode === 'what_if' && { executable: false }),
    evidence: {
      ...evidence,
      now,
      price_snapshot: reply.price_snapshot,
      pool_snapshot: reply.pool_snapshot,
      config_hash: reply.config_hash,
      state_hash: reply.state_hash,
      build: reply.build,
    },
  };
};

/** The same result for another request: its own ids, and which decision it was taken from. */
export const reuseAnswer = (cached: DecisionAnswer, envelope: DecisionEnvelope, decisionId: string): DecisionAnswer => ({
  ...cached,
  request_id: envelope.request_id,
  cluster_id: envelope.cluster_id,
  decision_id: decisionId,
  cached_from: cached.cached_from ?? cached.decision_id,
});
