/** Engine types by the owner's names. */
export const ENGINE_TYPES = [
  'spot_optimizer',
  'bin_packing',
  'rightsizing',
  'scheduler',
  'ghost_probe',
  'volume_cleanup',
  'network_optimizer',
  'oomkilled_remediation',
  'ipv4_cost_tracker',
  'image_bloat_analyzer',
  'shadow_it_tracker',
  'noisy_neighbor_detector',
] as const;

export type EngineType = (typeof ENGINE_TYPES)[number];

/** Decision types: the REST route with underscores. */
export const DECISION_TYPES = [
  'spot_optimize',
  'bin_pack',
  'rightsize',
  'schedule',
  'ghost_probe',
  'volume_cleanup',
  'network_optimize',
  'oomkilled_remediate',
  'ipv4_cost',
  'image_bloat',
  'shadow_it',
  'noisy_neighbor',
] as const;

export type DecisionType = (typeof DECISION_TYPES)[number];
