import type { SafetyConfig } from '@ml/contracts/model-metadata';
import type { SpotPool } from './spot-pool';

/** The contract's, shares 0 to 1. */
export const LAYERS: SafetyConfig = { min_risk_score: 0.75, min_availability_zones: 3, max_pool_allocation_pct: 0.2, min_on_demand_buffer_pct: 0.15 };

/** Compliance under this is an alert; from it on the target is met. */
export const TARGET_COMPLIANCE = 0.9;

export interface JudgedLayer {
  readonly layer: string;
  readonly holds: boolean;
  readonly text: string;
}

interface ScoredPool {
  readonly pool: SpotPool;
  readonly safety: number | null;
}

/** A hair: 0.85 / 0.2 is 4.25 and not a bit more. */
const HAIR = 1e-9;

/** Whether a cluster that is made of the safe pools of one region can satisfy all five layers; the best region counts. */
export const judgedLayers = (pools: readonly ScoredPool[]): readonly JudgedLayer[] => {
  const { min_risk_score: minSafety, min_availability_zones: minZones, max_pool_allocation_pct: maxShare, min_on_demand_buffer_pct: buffer } = LAYERS;
  const safe = pools.filter(({ safety }) => safety !== null && safety >= minSafety);
  const regions = [...Map.groupBy(safe, ({ pool }) => pool.region).values()];
  const zones = Math.max(0, ...regions.map((list) => new Set(list.map(({ pool }) => pool.availability_zone)).size));
  const most = Math.max(0, ...regions.map((list) => list.length));
  const needed = Math.ceil((1 - buffer) / maxShare - HAIR);
  return [
    { layer: 'risk', holds: safe.length === pools.length, text: `${String(safe.length)} of ${String(pools.length)} pools score ${String(minSafety)} or more` },
    { layer: 'zones', holds: zones >= minZones, text: `the safe pools of a region lie in ${String(zones)} zones; ${String(minZones)} are needed` },
    { layer: 'pool share', holds: most >= needed, text: `at ${String(100 * maxShare)}% a pool, ${String(needed)} safe pools carry what is not on demand; there are ${String(most)} in a region` },
    { layer: 'on-demand buffer', holds: true, text: `${String(100 * buffer)}% on demand is kept by the plan, whatever the pools` },
    { layer: 'no confirmed risk', holds: true, text: 'no interruptions are known here: which pools are confirmed risky is seen when a decision is made' },
  ];
};
