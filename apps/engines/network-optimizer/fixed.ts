import type { Reason } from '@ml/contracts/decision';
import { UNBOUND, type Binding } from './bindings';
import type { Endpoints } from './endpoints';
import type { LeaveAlone } from './leave-alone';
import type { NetworkOptimizerState } from './state';
import type { Workload } from './workloads';

export interface Rules {
  readonly state: NetworkOptimizerState;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly leaveAlone: LeaveAlone;
  readonly services: ReadonlyMap<string, readonly Endpoints[]>;
  /** Workloads that the traffic saw in a zone where none of their pods stands now. */
  readonly elsewhere: ReadonlySet<string>;
}

type Rule = (workload: Workload, looking: Looking) => Reason | null;

interface Looking extends Rules {
  readonly binding: Binding;
  /** By `namespace/claim`: whether its volume can be reached from some nodes only. */
  readonly pinned: ReadonlyMap<string, boolean>;
}

const MOVABLE: readonly string[] = ['Deployment', 'StatefulSet'];
const HOSTNAME = 'kubernetes.io/hostname';

const when = (applies: boolean, code: string, text: string): Reason | null => (applies ? { code, text } : null);

/** In this order: the first that applies is said. */
const RULES: readonly Rule[] = [
  ({ key }, { leaveAlone }) => leaveAlone.workload(key),
  ({ zones, zoneless }) => when(zoneless || zones.size === 0, 'NO_ZONE', 'nobody says in which zone its pods stand'),
  ({ kinds }) => when(kinds.length !== 1 || !MOVABLE.includes(kinds[0] ?? ''), 'KIND_NOT_MOVABLE', 'it is neither a Deployment nor a StatefulSet, and an affinity can be added to those only'),
  ({ zones }) => when(zones.size > 1, 'WOULD_LOSE_ZONE_FAILURE', 'its pods stand in several zones, and an affinity would draw all of them into one'),
  // One workload a zone behind one service: that it survives a zone is what they stand apart for, and its endpoints would be counted in the wrong zone.
  ({ key }, { services }) => when((services.get(key) ?? []).some(({ zones }) => zones > 1), 'WOULD_LOSE_ZONE_FAILURE', 'with others it stands behind a service whose pods are in several zones'),
  ({ key }, { elsewhere }) => when(elsewhere.has(key), 'ZONE_MISMATCH', 'the traffic was measured when its pods stood in another zone than now'),
  ({ pods }, { pinned }) => when(pods.some(({ namespace, claims }) => claims.some((claim) => pinned.get(`${namespace}/${claim}`) ?? true)), 'ZONAL_VOLUME', 'a volume of it can be reached from its zone only'),
  ({ pods }) => when(pods.some(({ hostPath }) => hostPath), 'HOST_PATH', 'it keeps files on its node, which do not come along'),
  ({ pods }) => when(pods.some(hasZoneSpread), 'HARD_SPREAD', 'a topology spread that must hold says where its pods may stand'),
  (_, { binding }) => when(binding.antiAffinity, 'ANTI_AFFINITY', 'a required anti-affinity, its own or of others, says beside whom it may stand'),
  (_, { binding }) => when(binding.affinity, 'REQUIRED_AFFINITY', 'a required affinity, its own or of others, ties it to pods where they stand'),
  ({ pods }) => when(pods.some(({ hostPorts }) => hostPorts.length > 0), 'HOST_PORT', 'its pods take ports of their nodes, which may be taken elsewhere'),
];

/** One spread over nodes is kept by placing no more on a node than it allows; over anything else it is not touched. */
const hasZoneSpread = ({ topologySpread }: Workload['pods'][number]): boolean => topologySpread.some(({ whenUnsatisfiable, topologyKey }) => whenUnsatisfiable === 'DoNotSchedule' && topologyKey !== HOSTNAME);

/** Why a workload must stay where it is; null when its pods may be drawn into another zone. */
export const fixedBecause = (rules: Rules): ((workload: Workload) => Reason | null) => {
  const pinned = pinnedClaims(rules.state);
  const known = new Map<string, Reason | null>();
  return (workload) => {
    const before = known.get(workload.key);
    if (before !== undefined) return before;
    const looking = { ...rules, pinned, binding: rules.bindings.get(workload.key) ?? UNBOUND };
    const reason = RULES.reduce<Reason | null>((found, rule) => found ?? rule(workload, looking), null);
    known.set(workload.key, reason);
    return reason;
  };
};

/** A claim whose volume is not known is taken for pinned. */
const pinnedClaims = ({ persistent_volumes: volumes, persistent_volume_claims: claims }: NetworkOptimizerState): ReadonlyMap<string, boolean> => {
  const byName = new Map((volumes ?? []).map(({ name, pinned }) => [name, pinned]));
  return new Map((claims ?? []).map(({ namespace, name, volumeName }) => [`${namespace}/${name}`, byName.get(volumeName ?? '') ?? true]));
};
