import { number, type ConfigOf } from '@ml/engine-kernel/settings';

/** The layers may be set stricter than the contract, never weaker: their bounds begin at its values. */
export const spotSettings = {
  min_safety: number({ default: 0.75, min: 0.75, max: 1, unit: 'safety score', why: 'layer 1 of the contract' }),
  min_zones: number({ default: 3, min: 3, max: 6, unit: 'availability zones', why: 'layer 2 of the contract' }),
  max_pool_pct: number({ default: 20, min: 1, max: 20, unit: '% of the nodes', why: 'layer 3 of the contract' }),
  min_on_demand_pct: number({ default: 15, min: 15, max: 100, unit: '% of the nodes', why: 'layer 4 of the contract' }),
  relaxed_min_safety: number({
    default: 0.5,
    min: 0.5,
    max: 1,
    unit: 'safety score',
    why: 'with allow_relaxed and nothing at min_safety; 0.5 is where the contract calls a pool risky rather than medium',
  }),
  recommended_pools: number({ default: 5, min: 1, max: 50, unit: 'pools', why: 'the contract asks for the top five' }),
  fallback_types: number({ default: 3, min: 1, max: 20, unit: 'instance types', why: 'ours: one may be short of capacity, three rarely are at once' }),
  min_cheaper_types: number({
    default: 15,
    min: 0,
    max: 100,
    unit: 'instance types',
    why: "Karpenter's flexibility floor for replacing one spot node by another: below it, nodes walk down the price ladder into ever scarcer pools",
  }),
  min_saving_pct: number({
    default: 5,
    min: 0,
    max: 100,
    unit: '% of the present expected cost',
    why: 'ours: an hourly price moves by a few percent, a node should not move with it',
  }),
  max_disrupted_pct: number({
    default: 10,
    min: 1,
    max: 100,
    unit: '% of the nodes',
    why: "Karpenter's default disruption budget, rounded up as there: so many nodes are drained at once, the others wait for them",
  }),
  recovery_usd: number({
    default: 1,
    min: 0,
    max: 10_000,
    unit: 'USD per interruption',
    why: 'ours: what an eviction costs beside the machine (retries, cold caches); set it from your own incidents',
  }),
  recovery_hours: number({
    default: 1,
    min: 0,
    max: 168,
    unit: 'hours at the on-demand price per interruption',
    why: 'ours: work lost and done again, replacement and old node side by side',
  }),
  valid_minutes: number({ default: 60, min: 1, max: 1_440, unit: 'minutes', why: 'prices are rebuilt at least hourly' }),
  forecast_max_age_hours: number({ default: 6, min: 1, max: 168, unit: 'hours', why: 'ours: of a forecast for a day ahead, a quarter may have passed' }),
  stale_price_hours: number({ default: 24, min: 1, max: 8_760, unit: 'hours', why: 'ours: AWS reports changes only, but a whole region is never silent for a day' }),
  stale_lessons_hours: number({ default: 3, min: 1, max: 8_760, unit: 'hours', why: 'lessons of interruptions are told anew every hour at least, and an episode lasts for two' }),
} as const;

export type SpotSettings = typeof spotSettings;
export type SpotConfig = ConfigOf<SpotSettings>;
