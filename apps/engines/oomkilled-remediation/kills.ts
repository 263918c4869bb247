import type { Termination } from '@ml/state/kubernetes/container-status';
import type { EpochMs } from '@ml/units/brand';
import { HOUR_MS, SECOND_MS } from '@ml/units/time';
import { compareText } from '@ml/units/compare-text';
import type { OomState } from './state';

/** One kill by the memory limit of a container. However often it is told, it happened once. */
export interface Kill {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Container id and instant. */
  readonly id: string;
  readonly at: EpochMs;
}

/** Something that looks like one and is none. */
export interface NoKill {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly code: 'NOT_AN_OOM_KILL' | 'NODE_PRESSURE_EVICTION' | 'KILL_NOT_IDENTIFIED';
  readonly text: string;
}

export interface Killed {
  /** Oldest first. */
  readonly kills: readonly Kill[];
  readonly others: readonly NoKill[];
}

const OOM = 'OOMKilled';
/** 128 + SIGKILL: so ends a container that failed its liveness probe and did not stop, too. */
const KILLED = 137;

/** From the states of the containers and the posted events, within the window before `now`. */
export const killsIn = (state: OomState, { now, windowHours }: { readonly now: EpochMs; readonly windowHours: number }): Killed => {
  const sightings = [...fromStatuses(state), ...fromEvents(state)];
  const inWindow = ({ at }: Kill): boolean => at <= now && now - at <= windowHours * HOUR_MS;
  const kills = new Map<string, Kill>();
  const others = new Map<string, NoKill>();
  for (const seen of [...sightings, ...evictions(state)]) {
    if ('code' in seen) others.set(`${seen.namespace}/${seen.pod}/${seen.container}/${seen.code}`, seen);
    else if (inWindow(seen)) kills.set(seen.id, seen);
  }
  return {
    kills: [...kills.values()].sort((one, other) => one.at - other.at || compareText(one.id, other.id)),
    others: [...others].sort(([one], [other]) => compareText(one, other)).map(([, found]) => found),
  };
};

type Place = Pick<Kill, 'namespace' | 'pod' | 'container'>;

interface Ending {
  readonly containerId: string | null;
  readonly finishedAt: EpochMs | null;
}

/** Without an id and a time nobody can tell whether it is the kill of yesterday. */
const killOf = (place: Place, { containerId, finishedAt }: Ending): Kill | NoKill =>
  containerId === null || finishedAt === null
    ? { ...place, code: 'KILL_NOT_IDENTIFIED', text: 'the kill comes without container id and time, so it could be counted twice' }
    : { ...place, id: idOf(containerId, finishedAt), at: finishedAt };

/** The kubelet writes `containerd://abc` and whole seconds; who listens to the runtime writes `abc` and milliseconds. */
const idOf = (containerId: string, finishedAt: EpochMs): string => `${containerId.replace(/^[a-z-]+:\/\//, '')}@${new Date(Math.floor(finishedAt / SECOND_MS) * SECOND_MS).toISOString()}`;

const fromStatuses = ({ pods }: OomState): readonly (Kill | NoKill)[] =>
  (pods ?? []).flatMap(({ namespace, name: pod, containerStatuses }) =>
    containerStatuses.flatMap(({ name: container, terminated, lastTerminated }) =>
      [terminated, lastTerminated].flatMap((ended) => (ended === null ? [] : fromTermination({ namespace, pod, container }, ended))),
    ),
  );

const fromTermination = (place: Place, ended: Termination): readonly (Kill | NoKill)[] => {
  if (ended.reason === OOM) return [killOf(place, ended)];
  if (ended.exitCode !== KILLED) return [];
  return [{ ...place, code: 'NOT_AN_OOM_KILL', text: `it ended with ${KILLED} but not for memory: a probe or a stop killed it` }];
};

const fromEvents = ({ events }: OomState): readonly (Kill | NoKill)[] =>
  events.flatMap(({ reason, namespace, pod, container, containerId, finishedAt }) => {
    const place = { namespace, pod, container: container ?? '' };
    if (reason === 'Evicted') return [eviction(place)];
    if (reason !== OOM) return [];
    return container === null ? [{ ...place, code: 'KILL_NOT_IDENTIFIED' as const, text: 'the event does not name its container' }] : [killOf(place, { containerId, finishedAt })];
  });

const evictions = ({ pods }: OomState): readonly NoKill[] =>
  (pods ?? []).filter(({ reason }) => reason === 'Evicted').map(({ namespace, name }) => eviction({ namespace, pod: name, container: '' }));

const eviction = (place: Place): NoKill => ({ ...place, code: 'NODE_PRESSURE_EVICTION', text: 'its node ran short, not the container: requests decide who has to go' });
