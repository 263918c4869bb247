import type { NetworkOptimizerState } from './state';

const LISTS = ['traffic', 'nodes', 'pods', 'deployments', 'services'] as const;

/** Fields whose absence weakens what is said. */
export const missingIn = (state: NetworkOptimizerState): readonly string[] => [
  ...LISTS.filter((list) => state[list] === null).map((list) => `current_state.${list}`),
  ...((state.pods ?? []).some(({ claims }) => claims.length > 0) ? (['persistent_volumes', 'persistent_volume_claims'] as const).filter((list) => state[list] === null).map((list) => `current_state.${list}`) : []),
];
