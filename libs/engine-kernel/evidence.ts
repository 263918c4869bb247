import type { EngineEvidence } from '@ml/contracts/decision';
import type { Facts } from './engine';

const NO_FACTS = { prices_as_of: null, advisor_as_of: null, on_demand_as_of: null, catalogue_as_of: null, source: null } as const;

/** What the price snapshot says of itself; without a snapshot, nothing. */
export const evidenceOf = ({ prices }: Facts): EngineEvidence => {
  const { prices_as_of, advisor_as_of, on_demand_as_of, catalogue_as_of, source } = prices ?? NO_FACTS;
  return { prices_as_of, advisor_as_of, on_demand_as_of, catalogue_as_of, source, model: null, feedback_weight: 0 };
};
