import type { EngineEvidence } from '@ml/contracts/decision';
import type { Facts } from './engine';

const NO_FACTS = { prices_as_of: null, advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: null } as const;

/** What the price snapshot says of itself, and the model or why there is none; without a snapshot, nothing of prices. */
export const evidenceOf = (facts: Facts): EngineEvidence => {
  const { prices_as_of, advisor_as_of, on_demand_as_of, catalogue_as_of, source } = facts.prices ?? NO_FACTS;
  const model = modelOf(facts);
  return { prices_as_of, advisor_as_of, on_demand_as_of, catalogue_as_of, source, model, model_fallback: model === null ? (facts.modelFallback ?? null) : null, feedback_weight: 0 };
};

/** Of several the one that says most: of pools, what they will cost. */
const modelOf = ({ forecast, poolForecast }: Facts): EngineEvidence['model'] => forecast?.model ?? poolForecast?.models.price ?? poolForecast?.models.interruption ?? null;
