import type { Owner } from '@ml/state/kubernetes/owner';
import type { Bytes } from '@ml/units/brand';
import { bytes } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Kill } from './kills';
import type { MemoryOf, OomPod, OomState } from './state';

/** The kills of one container of one workload: what is changed is its template, so its pods are judged together. */
export interface Group {
  readonly namespace: string;
  /** null for a bare pod, or when the pod was not sent. */
  readonly workload: Owner | null;
  readonly container: string;
  /** As it stands in memory and in plans. */
  readonly key: string;
  /** Oldest first. */
  readonly kills: readonly Kill[];
  /** Those of the killed pods that were sent. */
  readonly pods: readonly OomPod[];
  /** Whether all pods of the workload that were sent, killed or not, ask for the same: else a rollout is under way, and nobody can tell which of them is the template of today. */
  readonly alike: boolean;
  readonly request: Bytes | null;
  readonly limit: Bytes | null;
  readonly javaHeap: Bytes | null;
  /** What the other containers of the pod ask for. */
  readonly others: Bytes;
}

export const groupsOf = (kills: readonly Kill[], { pods }: OomState): readonly Group[] => {
  const byName = new Map((pods ?? []).map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const byWorkload = Map.groupBy(pods ?? [], workloadKey);
  const groups = new Map<string, { readonly kills: Kill[]; readonly pods: Set<OomPod>; readonly workload: Owner | null }>();
  for (const kill of kills) {
    const pod = byName.get(`${kill.namespace}/${kill.pod}`);
    const workload = pod?.workload ?? null;
    const key = keyOf(kill, workload);
    const group = groups.get(key) ?? { kills: [], pods: new Set<OomPod>(), workload };
    groups.set(key, group);
    group.kills.push(kill);
    if (pod !== undefined) group.pods.add(pod);
  }
  return [...groups].sort(([one], [other]) => compareText(one, other)).flatMap(([key, group]) => groupOf(key, group, byWorkload));
};

const workloadKey = ({ namespace, workload, name }: OomPod): string => [namespace, workload?.kind ?? 'Pod', workload?.name ?? name].join('/');

const keyOf = ({ namespace, pod, container }: Kill, workload: Owner | null): string => [namespace, workload?.kind ?? 'Pod', workload?.name ?? pod, container].join('/');

type Gathered = Pick<Group, 'kills' | 'workload'> & { readonly pods: ReadonlySet<OomPod> };

const groupOf = (key: string, { kills, pods, workload }: Gathered, byWorkload: ReadonlyMap<string, readonly OomPod[]>): readonly Group[] => {
  const [kill] = kills;
  if (kill === undefined) return [];
  const { namespace, container } = kill;
  const own = ofContainer([...pods], container);
  const [first] = pods;
  const siblings = first === undefined ? [] : (byWorkload.get(workloadKey(first)) ?? []);
  const others = [...pods].map((pod) => pod.containers.filter(({ name }) => name !== container).reduce((sum, { request }) => sum + (request ?? 0), 0));
  return [
    {
      namespace,
      workload,
      container,
      key,
      kills,
      pods: [...pods].sort((one, other) => compareText(one.name, other.name)),
      alike: new Set(ofContainer(siblings, container).map(({ request, limit }) => `${request ?? ''}/${limit ?? ''}`)).size <= 1,
      request: largest(own, 'request'),
      limit: largest(own, 'limit'),
      javaHeap: largest(own, 'javaHeap'),
      others: bytes(Math.max(0, ...others)),
    },
  ];
};

const ofContainer = (pods: readonly OomPod[], container: string): readonly MemoryOf[] => pods.flatMap(({ containers }) => containers.filter(({ name }) => name === container));

const largest = (containers: readonly MemoryOf[], field: 'request' | 'limit' | 'javaHeap'): Bytes | null =>
  containers.reduce<Bytes | null>((most, { [field]: amount }) => (amount !== null && (most === null || amount > most) ? amount : most), null);
