import type { DecisionAnswer, Recommendation } from '@ml/contracts/decision';
import type { DecisionRecord } from '@ml/persistence/stores/decisions/decision-record';
import { v7 as uuid7 } from 'uuid';

interface Given {
  readonly tenant?: string;
  readonly requestId?: string;
  readonly clusterId?: string;
  /** USD a month, one recommendation each: `r1`, `r2` ... */
  readonly savings?: readonly number[];
  readonly answer?: Partial<DecisionAnswer>;
}

const recommendation = (savings: number, index: number): Recommendation => ({
  id: `r${index + 1}`,
  action: 'use_pool',
  target: { kind: 'Pool', name: `m5.large/us-east-1${'abcdef'[index] ?? 'z'}` },
  estimated_monthly_savings: savings,
  risk: 'low',
  reasons: [],
  details: {},
});

/** A small spot decision as the decisions service writes it. */
export const decisionRecord = ({ tenant = 'acme', requestId = 'req-1', clusterId = 'c-1', savings = [60, 40], answer = {} }: Given = {}): DecisionRecord => {
  const total = savings.reduce((sum, part) => sum + part, 0);
  return {
    tenant,
    origin: 'request',
    answer: {
      request_id: requestId,
      decision_id: uuid7(),
      decision_type: 'spot_optimize',
      cluster_id: clusterId,
      verdict: 'act',
      engine: { name: 'spot_optimizer', version: '2.0.0', mode: 'active' },
      recommendations: savings.map(recommendation),
      held: [],
      confidence_score: 0.9,
      estimated_savings: total,
      estimated_annual_savings: total * 12,
      execution_plan: [],
      preconditions: [],
      valid_until: '2026-11-20T11:00:00Z',
      warnings: [],
      missing: [],
      evidence: {
        prices_as_of: null,
        advisor_as_of: null,
        on_demand_as_of: null,
        catalogue_as_of: null,
        source: 'emulator',
        model: null,
        model_fallback: null,
        feedback_weight: 0,
        now: '2026-11-20T10:00:00Z',
        price_snapshot: 'sha256:p',
        pool_snapshot: null,
        config_hash: 'c',
        state_hash: 's',
        build: 'test',
      },
      ...answer,
    },
    inputs: {
      envelope: { request_id: requestId, cluster_id: clusterId, customer_id: null, decision_type: 'spot_optimize', requirements: {}, constraints: {}, cause: 'routine' },
      facts: { prices: { 'us-east-1': 'sha256:p' }, pools: null },
      memory: [],
      config: {},
      state_blob: 'sha256:b',
    },
  };
};
