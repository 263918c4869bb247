import type { Held, Reason } from '@ml/contracts/decision';
import type { DecideInput } from '@ml/engine-kernel/engine';
import { hidesMachine } from '@ml/state/aws/node-machine';
import { MINUTE_MS } from '@ml/units/time';
import type { ShadowItTrackerSettings } from './config';
import type { ShadowItTrackerState } from './state';

type Input = DecideInput<ShadowItTrackerState, ShadowItTrackerSettings>;

const LISTS = ['instances', 'volumes', 'load_balancers', 'db_instances'] as const;
const REFERENCES = ['nodes', 'persistent_volumes', 'services', 'ingresses'] as const;

const atCluster = ({ request }: Input, reason: Reason): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, ...reason });

const NOTHING_SENT: Reason = { code: 'MISSING_FIELD', text: `none of ${LISTS.map((list) => `current_state.${list}`).join(', ')} was sent: nothing was looked at` };
const IN_FUTURE: Reason = { code: 'OBSERVED_IN_FUTURE', text: 'a list was taken later than now: clocks differ, and no age can be trusted' };

/** Why nothing can be said at all. */
export const doubtsAboutAll = (input: Input): readonly Held[] => {
  const { state, config, now } = input;
  const latest = Math.max(...[state.observed_at, state.instances_observed_at, state.nodes_observed_at].map((time) => time ?? Number.NEGATIVE_INFINITY));
  return [
    ...(LISTS.every((list) => state[list] === null) ? [atCluster(input, NOTHING_SENT)] : []),
    ...(latest > now + config.max_ahead_minutes * MINUTE_MS ? [atCluster(input, IN_FUTURE)] : []),
  ];
};

/** Why nothing can be said about machines; what else was sent is looked at all the same. */
export const doubtsAboutMachines = (input: Input): readonly Held[] => {
  const { instances, nodes } = input.state;
  if (instances === null) return [];
  if (nodes === null) return [atCluster(input, { code: 'MISSING_FIELD', text: 'current_state.nodes is missing: without them every machine would be outside the cluster' })];
  if (nodes.length === 0 && instances.length > 0) return [atCluster(input, { code: 'NO_NODES', text: 'the cluster has no node: that every machine is outside it is more likely a fault of the list' })];
  const minutes = input.config.max_skew_minutes;
  return [
    ...nodes
      .filter(({ providerId }) => hidesMachine(providerId))
      .map(({ name }) => ({ target: { kind: 'Node', name }, code: 'NODE_WITHOUT_PROVIDER_ID', text: `${name} has no spec.providerID that names a machine: any could be this node` })),
    ...(skewOf(input.state) > minutes * MINUTE_MS ? [atCluster(input, { code: 'SNAPSHOT_SKEW', text: `machines and nodes were listed more than ${minutes} minutes apart` })] : []),
  ];
};

/** How far apart machines and nodes were listed; 0 where nobody says when. */
const skewOf = ({ observed_at: at, instances_observed_at: instances, nodes_observed_at: nodes }: ShadowItTrackerState): number => {
  const [one, other] = [instances ?? at, nodes ?? at];
  return one === null || other === null ? 0 : Math.abs(one - other);
};

export const comparable = (input: Input): boolean => input.state.instances !== null && doubtsAboutMachines(input).length === 0;

/** Lists that were not sent, and ages that nobody tells. */
export const missingIn = (state: ShadowItTrackerState): readonly string[] => [
  ...[...LISTS, ...REFERENCES].filter((list) => state[list] === null).map((list) => `current_state.${list}`),
  ...UNDATED.filter(([list]) => (state[list] ?? []).some(({ createdAt }) => createdAt === null)).map(([list, key]) => `current_state.${list}[].${key}`),
];

const UNDATED = [
  ['instances', 'LaunchTime'],
  ['volumes', 'CreateTime'],
  ['load_balancers', 'CreatedTime'],
  ['db_instances', 'InstanceCreateTime'],
] as const;
