import { toJsonText } from '../../to-json-text';
import type { Tx } from '../../tx';
import type { DecisionRecord } from './decision-record';
import { engineId } from './engine-id';
import { knowEngine } from './engine-registry';

const INSERT = {
  name: 'decision-insert',
  text: `INSERT INTO decision_execution_log (
           execution_id, tenant, request_id, customer_id, engine_id, engine_type, engine_version, mode, shadow_of, decision_type, cluster_id,
           verdict, input_state, state_blob, state_hash, config_hash, build, recommendations, answer, confidence_score, estimated_savings, origin)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
};

/** Writes one row of the log. `shadowOf`: the decision beside which it was made. */
export const insertDecision = async (tx: Tx, { tenant, origin, answer, inputs }: DecisionRecord, shadowOf: string | null = null): Promise<void> => {
  const { engine, evidence } = answer;
  await knowEngine(tx, { type: engine.name, version: engine.version });
  await tx.execute(INSERT, [
    answer.decision_id,
    tenant,
    answer.request_id,
    inputs.envelope.customer_id,
    engine.custom?.id ?? engineId(engine.name, engine.version),
    engine.name,
    engine.version,
    engine.mode,
    shadowOf,
    answer.decision_type,
    answer.cluster_id,
    answer.verdict,
    toJsonText(inputs),
    inputs.state_blob,
    evidence.state_hash,
    evidence.config_hash,
    evidence.build,
    toJsonText(answer.recommendations),
    toJsonText(answer),
    answer.confidence_score,
    answer.estimated_savings,
    origin,
  ]);
};
