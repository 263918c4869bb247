import type { Held, Target } from '@ml/contracts/decision';
import type { EpochMs } from '@ml/units/brand';
import { MINUTE_MS } from '@ml/units/time';
import type { GhostProbeConfig } from './config';
import type { GhostProbeState } from './state';

interface Looking {
  readonly state: GhostProbeState;
  readonly config: GhostProbeConfig;
  readonly now: EpochMs;
  readonly clusterId: string;
}

/** Why nothing can be said about any machine; empty when the lists can be compared. */
export const doubtsAbout = ({ state, config, now, clusterId }: Looking): readonly Held[] => {
  const cluster: Target = { kind: 'Cluster', name: clusterId };
  const doubt = (applies: boolean, code: string, text: string): readonly Held[] => (applies ? [{ target: cluster, code, text }] : []);
  const { instances, nodes } = state;
  if (instances === null || nodes === null) {
    return [...doubt(instances === null, 'MISSING_FIELD', 'current_state.instances is missing'), ...doubt(nodes === null, 'MISSING_FIELD', 'current_state.nodes is missing: without them every machine would be a ghost')];
  }
  const [from, to] = observedBetween(state);
  return [
    ...doubt(instances.length === 0, 'NO_INSTANCES', 'there is no machine to look at'),
    ...doubt(nodes.length === 0, 'NO_NODES', 'the cluster has no node: then every machine would be a ghost, which is more likely a fault of the list'),
    ...nodes
      .filter(({ providerId }) => providerId === null)
      .map(({ name }) => ({ target: { kind: 'Node', name }, code: 'NODE_WITHOUT_PROVIDER_ID', text: `${name} has no spec.providerID: any machine could be this node` })),
    ...doubt(to - from > config.max_skew_minutes * MINUTE_MS, 'SNAPSHOT_SKEW', `the two lists were taken more than ${config.max_skew_minutes} minutes apart`),
    ...doubt(to > now + config.max_skew_minutes * MINUTE_MS, 'OBSERVED_IN_FUTURE', 'a list was taken later than now: clocks differ'),
    ...doubt(now - from > config.max_state_age_minutes * MINUTE_MS, 'STATE_TOO_OLD', `a list is older than ${config.max_state_age_minutes} minutes`),
  ];
};

/** When the older and the newer of the two lists were taken; both infinite when nobody says, so that no comparison with them holds. */
const observedBetween = (state: GhostProbeState): readonly [number, number] => {
  const times = [state.instances_observed_at ?? state.observed_at, state.nodes_observed_at ?? state.observed_at].filter((time) => time !== null);
  return times.length === 0 ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [Math.min(...times), Math.max(...times)];
};

/** When the machines were seen: the older of the two lists counts. null when nobody says. */
export const sightedAt = (state: GhostProbeState): EpochMs | null => {
  const [from] = observedBetween(state);
  return Number.isFinite(from) ? (from as EpochMs) : null;
};

/** Fields whose absence weakens what is said. */
export const missingIn = (state: GhostProbeState): readonly string[] => [
  ...(state.instances === null ? ['current_state.instances'] : []),
  ...(state.nodes === null ? ['current_state.nodes'] : []),
  ...(state.observed_at === null && state.instances_observed_at === null ? ['current_state.instances_observed_at'] : []),
  ...(state.observed_at === null && state.nodes_observed_at === null ? ['current_state.nodes_observed_at'] : []),
  ...((state.instances ?? []).some(({ launchedAt }) => launchedAt === null) ? ['current_state.instances[].LaunchTime'] : []),
];
