import type { Reason } from '@ml/contracts/decision';
import type { NetworkOptimizerConfig } from './config';
import type { LeaveAlone } from './leave-alone';
import type { Selection } from './selection';
import type { NetworkOptimizerState, NetworkPod, NetworkService } from './state';
import { isLive, keyOf } from './workloads';

/** A service with the pods behind it. */
export interface Endpoints {
  readonly service: NetworkService;
  readonly key: string;
  /** Ready pods by zone, zones by name. */
  readonly byZone: ReadonlyMap<string, number>;
  readonly workloads: readonly string[];
  /** In how many zones its pods stand, ready or not. */
  readonly zones: number;
  /** Why its `trafficDistribution` is left as it is; null when it may be set. */
  readonly leftBecause: Reason | null;
}

export interface ServiceRules {
  readonly state: NetworkOptimizerState;
  readonly select: Selection;
  readonly config: NetworkOptimizerConfig;
  /** Whether somebody wants a workload left alone. */
  readonly leaveAlone: LeaveAlone;
}

/** Services by the workload that they lead to; those without a selector lead nowhere that is known. */
export const servicesByWorkload = (rules: ServiceRules): ReadonlyMap<string, readonly Endpoints[]> => {
  const zoneOfNode = new Map((rules.state.nodes ?? []).map(({ name, zone }) => [name, zone]));
  const found = new Map<string, Endpoints[]>();
  for (const service of rules.state.services ?? []) {
    const pods = rules.select({ selector: service.selector, namespaces: [service.namespace] }).filter(isLive);
    if (pods.length === 0) continue;
    const endpoints = endpointsOf({ service, pods, zoneOfNode }, rules);
    for (const key of endpoints.workloads) {
      const group = found.get(key);
      if (group === undefined) found.set(key, [endpoints]);
      else group.push(endpoints);
    }
  }
  return found;
};

interface Behind {
  readonly service: NetworkService;
  readonly pods: readonly NetworkPod[];
  readonly zoneOfNode: ReadonlyMap<string, string | null>;
}

const endpointsOf = ({ service, pods, zoneOfNode }: Behind, rules: ServiceRules): Endpoints => {
  const ready = pods.filter((pod) => pod.ready !== false && pod.nodeName !== null);
  const zones = ready.map(({ nodeName }) => zoneOfNode.get(nodeName ?? '') ?? null);
  const byZone = new Map<string, number>();
  for (const zone of zones.filter((one) => one !== null).sort()) byZone.set(zone, (byZone.get(zone) ?? 0) + 1);
  const workloads = [...new Set(pods.map(({ namespace, name, workload }) => keyOf({ namespace, name: workload?.name ?? name })))].sort();
  const reason = RULES.reduce<Reason | null>((found, rule) => found ?? rule({ service, workloads, byZone, zoneless: zones.includes(null) }, rules), null);
  return { service, key: keyOf(service), byZone, workloads, zones: new Set(pods.flatMap(({ nodeName }) => zoneOfNode.get(nodeName ?? '') ?? [])).size, leftBecause: reason };
};

interface Seen {
  readonly service: NetworkService;
  readonly workloads: readonly string[];
  readonly byZone: ReadonlyMap<string, number>;
  readonly zoneless: boolean;
}

type Rule = (seen: Seen, rules: ServiceRules) => Reason | null;

const when = (applies: boolean, code: string, text: string): Reason | null => (applies ? { code, text } : null);
const LOCAL = 'Local';
const AUTO: readonly (string | null)[] = ['Auto', 'auto'];

/** In this order: the first that applies is said. */
const RULES: readonly Rule[] = [
  ({ service }, { leaveAlone }) => leaveAlone.service(service),
  ({ workloads }, { leaveAlone }) => workloads.reduce<Reason | null>((found, key) => found ?? leaveAlone.workload(key), null),
  ({ service }) => when(service.headless, 'HEADLESS_SERVICE', 'clients of a headless service choose a pod themselves'),
  ({ service }) => when(service.trafficDistribution !== null, 'ALREADY_LOCAL', `the service has trafficDistribution ${service.trafficDistribution ?? ''} already`),
  ({ service: { internalTrafficPolicy, externalTrafficPolicy, topologyMode } }) =>
    when(internalTrafficPolicy === LOCAL || externalTrafficPolicy === LOCAL || AUTO.includes(topologyMode), 'TRAFFIC_POLICY_SET', 'a traffic policy or topology mode of the service is set, and wins over trafficDistribution'),
  // kube-proxy ignores the hints of all endpoints when one has none.
  ({ zoneless }) => when(zoneless, 'NO_ZONE', 'nobody says in which zone every endpoint of the service stands'),
  ({ byZone }) => when(byZone.size < 2, 'ONE_ZONE_SERVICE', 'the endpoints of the service stand in one zone, so that there is none to prefer'),
  ({ byZone }, { config: { min_endpoints_per_zone: least } }) =>
    when([...byZone.values()].some((count) => count < least), 'TOO_FEW_ENDPOINTS', `the service has fewer than ${least} ready endpoints in a zone: one more or less would shift too much load`),
];
