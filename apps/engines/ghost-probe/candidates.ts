import type { Held } from '@ml/contracts/decision';
import { firstReason, when, type ReasonRule } from '@ml/engine-kernel/first-reason';
import { isIgnored } from '@ml/engine-kernel/ignored-tags';
import type { EpochMs } from '@ml/units/brand';
import { MINUTE_MS } from '@ml/units/time';
import type { GhostConstraints } from './ask';
import type { Membership } from './clusters';
import type { GhostProbeConfig } from './config';
import type { GhostProbeState, Machine } from './state';

export interface Sorting {
  readonly state: GhostProbeState;
  readonly membership: Membership;
  readonly constraints: GhostConstraints;
  readonly excluded: ReadonlySet<string>;
  readonly config: GhostProbeConfig;
  readonly now: EpochMs;
}

export interface Sorted {
  /** Outside every cluster, and nothing says that this is right. */
  readonly outside: readonly Machine[];
  /** In this cluster, with a mark that is no longer true. */
  readonly toUntag: readonly Machine[];
  /** In a cluster, this or another: what was seen of them before is no longer true. */
  readonly joined: readonly Machine[];
  readonly stopped: readonly Machine[];
  readonly held: readonly Held[];
}

/** Says to people and to us that the machine is being watched. */
export const GHOST_TAG = 'cloudoptim:ghost-candidate';

/** Gone, or going. */
const GONE: readonly (string | null)[] = ['terminated', 'shutting-down'];
const STOPPED: readonly (string | null)[] = ['stopped', 'stopping'];

export const sortMachines = (sorting: Sorting): Sorted => {
  const { inThisCluster, inOtherCluster } = sorting.membership;
  const present = (sorting.state.instances ?? []).filter(({ state }) => !GONE.includes(state));
  const [outside, toUntag, stopped]: readonly [Machine[], Machine[], Machine[]] = [[], [], []];
  const held: Held[] = [];
  for (const machine of present) {
    const inside = inThisCluster(machine.instanceId);
    if (inside && machine.tags[GHOST_TAG] === undefined) continue;
    const reason = firstReason(inside ? HANDS_OFF : RULES, machine, sorting);
    if (reason !== null) held.push({ target: targetOf(machine), ...reason });
    else (inside ? toUntag : STOPPED.includes(machine.state) ? stopped : outside).push(machine);
  }
  return { outside, toUntag, joined: present.filter(({ instanceId: id }) => inThisCluster(id) || inOtherCluster(id)), stopped, held };
};

export const targetOf = ({ instanceId: name }: Machine): Held['target'] => ({ kind: 'Instance', name });

/** Somebody says that nothing may touch it. */
const HANDS_OFF: readonly ReasonRule<Machine, Sorting>[] = [
  ({ optOut }) => when(optOut !== null, 'OPTED_OUT', `its tag ${optOut ?? ''} says that it is to be left alone`),
  ({ instanceId }, { excluded }) => when(excluded.has(instanceId), 'EXCLUDED', 'the request names it in constraints.excluded'),
  (machine, { constraints }) => when(isIgnored(machine, constraints.ignore_tags), 'IGNORED_BY_TAG', 'it bears a tag of constraints.ignore_tags'),
];

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Machine, Sorting>[] = [
  ...HANDS_OFF,
  ({ instanceId }, { membership }) => when(membership.inOtherCluster(instanceId), 'IN_OTHER_CLUSTER', 'it is a node of another cluster that was sent along'),
  (machine, { membership }) => when(membership.ownedElsewhere(machine), 'OWNED_BY_OTHER_CLUSTER', `its tags say that it belongs to the cluster ${membership.ownerOf(machine) ?? ''}, which is not this one`),
  (machine) => when(isControlPlane(machine), 'CONTROL_PLANE', 'its tags say that it runs the cluster itself'),
  ({ operator }) => when(operator !== null, 'MANAGED_BY_SERVICE', `${operator ?? ''} runs it for the account`),
  ({ instanceId }, { state }) => when(state.warm_pool.includes(instanceId), 'WARM_POOL', 'it waits in the warm pool of an Auto Scaling group'),
  ({ launchedAt }, { now, config }) =>
    when(launchedAt !== null && now - launchedAt < config.min_age_minutes * MINUTE_MS, 'JUST_LAUNCHED', `it was launched less than ${config.min_age_minutes} minutes ago and may still join`),
  ({ state }) => when(state !== 'running' && !STOPPED.includes(state), 'STATE_UNKNOWN', `nobody says that it runs${state === null ? '' : `: it is ${state}`}`),
];

/** As kops and Cluster API tag them; the machines of EKS's own control plane are in no account's list. */
const CONTROL_PLANE_TAGS: readonly string[] = ['k8s.io/role/master', 'k8s.io/role/control-plane', 'kubernetes.io/role/master'];
const CLUSTER_API_ROLE = 'sigs.k8s.io/cluster-api-provider-aws/role';

const isControlPlane = ({ tags }: Machine): boolean =>
  CONTROL_PLANE_TAGS.some((key) => tags[key] !== undefined && tags[key] !== '0') || tags[CLUSTER_API_ROLE] === 'control-plane';
