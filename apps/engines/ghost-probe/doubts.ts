import type { Held, Target } from '@ml/contracts/decision';
import { hidesMachine } from '@ml/state/aws/node-machine';
import { epochMs, type EpochMs } from '@ml/units/brand';
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
      .filter(({ providerId }) => hidesMachine(providerId))
      .map(({ name }) => ({ target: { kind: 'Node', name }, code: 'NODE_WITHOUT_PROVIDER_ID', text: `${name} has no spec.providerID that names a machine: any could be this node` })),
    ...doubt(to - from > config.max_skew_minutes * MINUTE_MS, 'SNAPSHOT_SKEW', `the two lists were taken more than ${config.max_skew_minutes} minutes apart`),
    ...doubt(to > now + config.max_skew_minutes * MINUTE_MS, 'OBSERVED_IN_FUTURE', 'a list was taken later than now: clocks differ'),
    ...doubt(now - from > config.max_state_age_minutes * MINUTE_MS, 'STATE_TOO_OLD', `a list is older than ${config.max_state_age_minutes} minutes`),
  ];
};

/** When the lists were taken, as far as anybody says. */
const timesOf = (state: GhostProbeState): readonly EpochMs[] => [state.instances_observed_at ?? state.observed_at, state.nodes_observed_at ?? state.observed_at].filter((time) => time !== null);

/** The older and the newer time of a list; both infinite when nobody says any, so that no comparison with them holds. */
const observedBetween = (state: GhostProbeState): readonly [number, number] => [Math.min(...timesOf(state)), Math.max(...timesOf(state))];

/** When the machines were seen outside: the older of the two lists counts. null when nobody says it of both: a list of nodes from last week misses all that came since. */
export const sightedAt = (state: GhostProbeState): EpochMs | null => {
  const [one, other] = timesOf(state);
  return one === undefined || other === undefined ? null : epochMs(Math.min(one, other));
};

/** Fields whose absence weakens what is said. */
export const missingIn = (state: GhostProbeState): readonly string[] => [
  ...(state.instances === null ? ['current_state.instances'] : []),
  ...(state.nodes === null ? ['current_state.nodes'] : []),
  ...(state.observed_at === null && state.instances_observed_at === null ? ['current_state.instances_observed_at'] : []),
  ...(state.observed_at === null && state.nodes_observed_at === null ? ['current_state.nodes_observed_at'] : []),
  ...(state.clusters === null ? ['current_state.clusters'] : []),
  ...((state.instances ?? []).some(({ launchedAt }) => launchedAt === null) ? ['current_state.instances[].LaunchTime'] : []),
];
