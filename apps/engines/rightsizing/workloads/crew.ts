import type { Held } from '@ml/contracts/decision';
import type { Owner } from '@ml/state/kubernetes/owner';
import type { Series } from '@ml/state/observed/series';
import type { ContainerUsage } from '@ml/state/observed/usage';
import { compareText } from '@ml/units/compare-text';
import type { SizedContainer, SizedPod } from '../sized-pod';
import type { Situation } from '../situation';
import type { SizedWorkload } from '../state';

/** What all pods of one container used. */
export interface ContainerSeries {
  readonly cpu: Series[];
  readonly memory: Series[];
}

/** A workload with its pods and what they used. */
export interface Crew {
  readonly namespace: string;
  readonly owner: Owner;
  readonly object: SizedWorkload | undefined;
  readonly pods: SizedPod[];
  /** By container. */
  readonly used: Map<string, ContainerSeries>;
  /** Pods that only usage knows: they ran within the window and are gone. */
  readonly gone: Set<string>;
}

export interface Crews {
  readonly crews: readonly Crew[];
  readonly held: readonly Held[];
}

export const crewKey = (namespace: string, { kind, name }: Owner): string => `${namespace} / ${kind} / ${name}`;

/** By namespace, kind and name. */
export const crewsIn = ({ state, usage }: Situation): Crews => {
  const crews = new Map<string, Crew>();
  for (const object of state.workloads) crews.set(crewKey(object.namespace, object), emptyCrew(object.namespace, { kind: object.kind, name: object.name }, object));
  const members = membersOf(state.pods ?? [], crews);
  const held: Held[] = [];
  for (const used of usage.containers) {
    const member = members.get(used.namespace)?.get(used.pod);
    const crew = member === undefined ? ofWorkload(used, crews) : member.crew;
    if (crew === undefined) held.push(stranger(used, member?.pod));
    else note(crew, used, member === undefined);
  }
  const found = [...crews].filter(([, crew]) => crew.used.size > 0 || crew.pods.length > 0).sort(([one], [other]) => compareText(one, other));
  return { crews: found.map(([, crew]) => crew), held };
};

interface Member {
  readonly pod: SizedPod;
  /** undefined: nothing controls it. */
  readonly crew: Crew | undefined;
}

/** By namespace and name. Pods of a workload stand side by side: most have the crew of the one before. */
const membersOf = (pods: readonly SizedPod[], crews: Map<string, Crew>): ReadonlyMap<string, ReadonlyMap<string, Member>> => {
  const members = new Map<string, Map<string, Member>>();
  let last: Crew | undefined;
  for (const pod of pods) {
    const { namespace, workload } = pod;
    const crew = workload === null ? undefined : last !== undefined && isOf(last, namespace, workload) ? last : joined(crews, namespace, workload);
    crew?.pods.push(pod);
    last = crew ?? last;
    const named = members.get(namespace) ?? new Map<string, Member>();
    members.set(namespace, named.set(pod.name, { pod, crew }));
  }
  return members;
};

const isOf = (crew: Crew, namespace: string, { kind, name }: Owner): boolean => crew.namespace === namespace && crew.owner.name === name && crew.owner.kind === kind;

const ofWorkload = ({ namespace, workload }: ContainerUsage, crews: ReadonlyMap<string, Crew>): Crew | undefined => (workload === null ? undefined : crews.get(crewKey(namespace, behind(crews, namespace, workload))));

const emptyCrew = (namespace: string, owner: Owner, object: SizedWorkload | undefined): Crew => ({ namespace, owner, object, pods: [], used: new Map(), gone: new Set() });

/** Whoever makes the ReplicaSet of a pod that carries no hash: the ReplicaSet itself says so. */
const behind = (crews: ReadonlyMap<string, Crew>, namespace: string, owner: Owner): Owner => (owner.kind === 'ReplicaSet' ? crews.get(crewKey(namespace, owner))?.object?.owner : null) ?? owner;

const joined = (crews: Map<string, Crew>, namespace: string, workload: Owner): Crew => {
  const owner = behind(crews, namespace, workload);
  const key = crewKey(namespace, owner);
  const crew = crews.get(key) ?? emptyCrew(namespace, owner, undefined);
  crews.set(key, crew);
  return crew;
};

const note = (crew: Crew, used: ContainerUsage, gone: boolean): void => {
  const series = crew.used.get(used.container) ?? { cpu: [], memory: [] };
  crew.used.set(used.container, series);
  if (used.cpuCores !== null) series.cpu.push(used.cpuCores);
  if (used.memoryBytes !== null) series.memory.push(used.memoryBytes);
  if (gone) crew.gone.add(used.pod);
};

const stranger = ({ namespace, pod, container }: ContainerUsage, known: SizedPod | undefined): Held => {
  const target = { kind: 'Pod', name: pod, namespace };
  const details = { container };
  return known === undefined
    ? { target, code: 'UNKNOWN_POD', text: `usage of pod ${namespace}/${pod} was sent, neither the pod nor a workload of it was`, details }
    : { target, code: 'BARE_POD', text: `pod ${namespace}/${pod} has no controller that would start it anew with other requests`, details };
};

/** What the newest pod asks for, which the next one will, too; else what the template says. */
export const containersOf = ({ pods, object }: Crew): readonly SizedContainer[] => newest(pods)?.containers ?? object?.containers ?? [];

/** Of several made at once, the last by name: any would do, as long as it is always the same. */
const newest = (pods: readonly SizedPod[]): SizedPod | undefined =>
  pods.reduce<SizedPod | undefined>((one, other) => (one !== undefined && (one.createdAt ?? 0) > (other.createdAt ?? 0) ? one : other), undefined);

/** How many pods a change touches. */
export const sizeOf = ({ pods, object, gone }: Crew): number => (pods.length > 0 ? pods.length : (object?.replicas ?? Math.max(1, gone.size)));
