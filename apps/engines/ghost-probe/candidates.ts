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
  readonly config: GhostProbeConfig;
  readonly now: EpochMs;
}

export interface Sorted {
  /** Outside every cluster, and nothing says that this is right. */
  readonly outside: readonly Machine[];
  /** In a cluster: what was seen of them before is no longer true. */
  readonly inside: readonly Machine[];
  readonly stopped: readonly Machine[];
  readonly held: readonly Held[];
}

/** Gone, or going. */
const GONE: readonly (string | null)[] = ['terminated', 'shutting-down'];
const STOPPED: readonly (string | null)[] = ['stopped', 'stopping'];

export const sortMachines = (sorting: Sorting): Sorted => {
  const outside: Machine[] = [];
  const inside: Machine[] = [];
  const stopped: Machine[] = [];
  const held: Held[] = [];
  for (const machine of (sorting.state.instances ?? []).filter(({ state }) => !GONE.includes(state))) {
    if (sorting.membership.inThisCluster(machine.instanceId)) inside.push(machine);
    else {
      const reason = firstReason(RULES, machine, sorting);
      if (reason !== null) held.push({ target: targetOf(machine), ...reason });
      else if (STOPPED.includes(machine.state)) stopped.push(machine);
      else outside.push(machine);
    }
  }
  return { outside, inside, stopped, held };
};

export const targetOf = ({ instanceId: name }: Machine): Held['target'] => ({ kind: 'Instance', name });

/** In this order: the first that applies is said. */
const RULES: readonly ReasonRule<Machine, Sorting>[] = [
  ({ optOut }) => when(optOut !== null, 'OPTED_OUT', `its tag ${optOut ?? ''} says that it is to be left alone`),
  ({ instanceId }, { constraints }) => when(constraints.excluded.includes(instanceId), 'EXCLUDED', 'the request names it in constraints.excluded'),
  (machine, { constraints }) => when(isIgnored(machine, constraints.ignore_tags), 'IGNORED_BY_TAG', 'it bears a tag of constraints.ignore_tags'),
  ({ instanceId }, { membership }) => when(membership.inOtherCluster(instanceId), 'IN_OTHER_CLUSTER', 'it is a node of another cluster that was sent along'),
  (machine, { membership }) => when(membership.ownedElsewhere(machine), 'OWNED_BY_OTHER_CLUSTER', `its tags say that it belongs to the cluster ${membership.ownerOf(machine) ?? ''}, which is not this one`),
  (machine) => when(isControlPlane(machine), 'CONTROL_PLANE', 'its tags say that it runs the cluster itself'),
  ({ operator }) => when(operator !== null, 'MANAGED_BY_SERVICE', `${operator ?? ''} runs it for the account`),
  ({ instanceId }, { state }) => when(state.warm_pool.includes(instanceId), 'WARM_POOL', 'it waits in the warm pool of an Auto Scaling group'),
  ({ launchedAt }, { now, config }) =>
    when(launchedAt !== null && now - launchedAt < config.min_age_minutes * MINUTE_MS, 'JUST_LAUNCHED', `it was launched less than ${config.min_age_minutes} minutes ago and may still join`),
];

/** As kops and Cluster API tag them; the machines of EKS's own control plane are in no account's list. */
const CONTROL_PLANE_TAGS: readonly string[] = ['k8s.io/role/master', 'k8s.io/role/control-plane', 'kubernetes.io/role/master'];
const CLUSTER_API_ROLE = 'sigs.k8s.io/cluster-api-provider-aws/role';

const isControlPlane = ({ tags }: Machine): boolean =>
  CONTROL_PLANE_TAGS.some((key) => tags[key] !== undefined && tags[key] !== '0') || tags[CLUSTER_API_ROLE] === 'control-plane';
