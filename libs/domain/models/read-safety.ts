import type { FeedbackConfig, ModelMetadata, RiskFormula, SafetyConfig, SafetyMetrics } from '@ml/contracts/model-metadata';
import { isRecord, under, type Read } from '@ml/state/read';
import { object, required } from '@ml/state/shapes';
import { decimal, text, whole } from '@ml/state/values';

const share = required(decimal({ min: 0, max: 1 }));
const count = required(whole({ min: 0, max: Number.MAX_SAFE_INTEGER }));

const safety: Read<SafetyConfig> = object({
  min_risk_score: share,
  min_availability_zones: count,
  max_pool_allocation_pct: share,
  min_on_demand_buffer_pct: share,
});
const feedback: Read<FeedbackConfig> = object({ current_weight: share, milestone: required(text), total_instance_hours: required(decimal({ min: 0, max: Number.MAX_VALUE })) });
const risk: Read<RiskFormula> = object({ aws_weight: share, volatility_weight: share, customer_weight: share, structural_weight: share });
const metrics: Read<SafetyMetrics> = object({ compliance_rate: share, safe_pools: count, unsafe_pools: count });

const BLOCKS = { safety_config: safety, feedback_config: feedback, risk_formula: risk, safety_metrics: metrics } as const;

/** The blocks that are there. */
export const readSafety = (value: unknown): Pick<ModelMetadata, keyof typeof BLOCKS> => {
  const given = isRecord(value) ? value : {};
  const kept = Object.entries(BLOCKS).filter(([key]) => given[key] !== undefined && given[key] !== null);
  return Object.fromEntries(kept.map(([key, read]) => [key, under<unknown>(key, read, given[key])]));
};
