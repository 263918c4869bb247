import type { Reason } from '@ml/contracts/decision';
import type { Constraints } from './ask';
import type { SpotConfig } from './config';
import type { LayerRules } from './layers';

export interface RulesRead {
  readonly rules: LayerRules;
  readonly warnings: readonly Reason[];
}

/** A request may only make the layers stricter. A weaker wish is not an error: the layer stays as it is, and the answer says so. */
export const rulesFor = (config: SpotConfig, constraints: Constraints): RulesRead => {
  const warnings: Reason[] = [];
  const floor = (own: number, wish: number | null, field: string): number => {
    if (wish !== null && wish < own) warnings.push(weaker(field, wish, own));
    return Math.max(own, wish ?? own);
  };
  const ceiling = (own: number, wish: number | null, field: string): number => {
    if (wish !== null && wish > own) warnings.push(weaker(field, wish, own));
    return Math.min(own, wish ?? own);
  };
  const rules = {
    minSafety: floor(config.min_safety, constraints.min_risk_score, 'min_risk_score'),
    minZones: floor(config.min_zones, constraints.min_availability_zones, 'min_availability_zones'),
    maxPoolPct: ceiling(config.max_pool_pct, constraints.max_pool_allocation_pct, 'max_pool_allocation_pct'),
    minOnDemandPct: floor(config.min_on_demand_pct, constraints.min_on_demand_buffer_pct, 'min_on_demand_buffer_pct'),
  };
  return { rules, warnings };
};

const weaker = (field: string, wish: number, own: number): Reason => ({
  code: 'CONSTRAINT_WEAKER_THAN_LAYER',
  text: `constraints.${field}: ${wish} is weaker than the layer's own ${own}, which stays`,
});
