import type { Controller, NetworkOptimizerState, NetworkPod } from './state';

/** The pods of one namespace that traffic knows by one name. */
export interface Workload {
  /** `namespace/name` */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** More than one where a Deployment and a StatefulSet share the name. */
  readonly kinds: readonly string[];
  readonly pods: readonly NetworkPod[];
  /** Pods by the zone in which they stand, zones by name. */
  readonly zones: ReadonlyMap<string, number>;
  /** Whether a pod stands on a node whose zone nobody says. */
  readonly zoneless: boolean;
  /** Of its kind and name; undefined when it was not sent. */
  readonly controller: Controller | undefined;
}

export const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string => `${namespace}/${name}`;

const OVER: readonly (string | null)[] = ['Succeeded', 'Failed'];

/** Whether it will still be there in a minute. */
export const isLive = ({ phase, deletionTimestamp }: NetworkPod): boolean => deletionTimestamp === null && !OVER.includes(phase);

/** By key; pods without a controller carry a name of their own. */
export const workloadsIn = ({ pods, nodes, deployments, stateful_sets: sets }: NetworkOptimizerState): ReadonlyMap<string, Workload> => {
  const zoneOfNode = new Map((nodes ?? []).map(({ name, zone }) => [name, zone]));
  const controllers = new Map([...(deployments ?? []), ...(sets ?? [])].map((one) => [`${one.kind} ${keyOf(one)}`, one]));
  const groups = new Map<string, NetworkPod[]>();
  for (const pod of pods ?? []) {
    if (!isLive(pod)) continue;
    const key = keyOf({ namespace: pod.namespace, name: pod.workload?.name ?? pod.name });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pod]);
    else group.push(pod);
  }
  return new Map([...groups].map(([key, group]) => [key, workloadOf(key, group, { zoneOfNode, controllers })]));
};

interface Known {
  readonly zoneOfNode: ReadonlyMap<string, string | null>;
  readonly controllers: ReadonlyMap<string, Controller>;
}

const workloadOf = (key: string, pods: readonly NetworkPod[], { zoneOfNode, controllers }: Known): Workload => {
  const scheduled = pods.filter(({ nodeName }) => nodeName !== null).map(({ nodeName }) => zoneOfNode.get(nodeName ?? '') ?? null);
  const zones = new Map<string, number>();
  for (const zone of scheduled.filter((one) => one !== null).sort()) zones.set(zone, (zones.get(zone) ?? 0) + 1);
  const kinds = [...new Set(pods.map(({ workload }) => workload?.kind ?? 'Pod'))].sort();
  const { namespace, workload, name } = pods[0] as NetworkPod;
  return {
    key,
    namespace,
    name: workload?.name ?? name,
    kinds,
    pods,
    zones,
    zoneless: scheduled.includes(null),
    controller: controllers.get(`${kinds[0] ?? ''} ${key}`),
  };
};

/** The zone of all its pods; null when they stand in several, or nobody says. */
export const onlyZoneOf = ({ zones, zoneless }: Workload): string | null => {
  const [zone] = zones.keys();
  return zones.size === 1 && !zoneless && zone !== undefined ? zone : null;
};
