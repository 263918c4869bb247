import type { NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';
import { EBS_DRIVER, type PersistentVolumeState } from '@ml/state/kubernetes/persistent-volume';
import type { PersistentVolumeClaimState } from '@ml/state/kubernetes/persistent-volume-claim';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { NO_DISKS, type Disks } from './model/disks';
import { ZONE } from './model/nodes';

interface Storage {
  readonly claims: readonly PersistentVolumeClaimState[];
  readonly volumes: readonly PersistentVolumeState[];
}

/** By pod: what its volumes ask of a node. A claim or a volume that nobody sent makes it unknown. */
export const disksOf = (pods: readonly PodState[], { claims, volumes }: Storage): readonly Disks[] => {
  const claimed = new Map(claims.map((claim) => [`${claim.namespace}/${claim.name}`, claim]));
  const named = new Map(volumes.map((volume) => [volume.name, volume]));
  const users = usersOf(pods);
  return pods.map((pod) => (pod.volumes.claims.length === 0 ? NO_DISKS : together(pod.volumes.claims.map((name) => diskOf(`${pod.namespace}/${name}`, { claimed, named, users })))));
};

interface Known {
  readonly claimed: ReadonlyMap<string, PersistentVolumeClaimState>;
  readonly named: ReadonlyMap<string, PersistentVolumeState>;
  readonly users: ReadonlyMap<string, number>;
}

const diskOf = (key: string, { claimed, named, users }: Known): Disks => {
  const claim = claimed.get(key);
  if (claim === undefined) return unknown(`uses claim ${key}, which is not in persistent_volume_claims`);
  if (claim.volumeName === null) return unknown(`uses claim ${key}, which is bound to no volume`);
  const volume = named.get(claim.volumeName);
  if (volume === undefined) return unknown(`uses volume ${claim.volumeName}, which is not in persistent_volumes`);
  if (volume.driver !== EBS_DRIVER) return { attached: 0, places: placesOf(volume), unknown: null };
  if ((users.get(key) ?? 0) > 1) return unknown(`shares claim ${key} with other pods, and an EBS volume is attached to one node`);
  const places = placesOf(volume);
  return places.length === 0 ? unknown(`uses volume ${volume.name}, which does not say in which zone it stands`) : { attached: 1, places, unknown: null };
};

/** Whatever it is, it may be attached: it takes a place. */
const unknown = (why: string): Disks => ({ attached: 1, places: [], unknown: why });

const placesOf = ({ nodeAffinity, zone }: PersistentVolumeState): readonly (readonly NodeSelectorTerm[])[] => {
  if (nodeAffinity !== null) return [nodeAffinity];
  return zone === null ? [] : [[{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }], matchFields: [] }]];
};

const together = (disks: readonly Disks[]): Disks => ({
  attached: disks.reduce((sum, { attached }) => sum + attached, 0),
  places: disks.flatMap(({ places }) => places),
  unknown: disks.find((disk) => disk.unknown !== null)?.unknown ?? null,
});

const usersOf = (pods: readonly PodState[]): ReadonlyMap<string, number> => {
  const users = new Map<string, number>();
  for (const { namespace, volumes } of pods) for (const name of volumes.claims) users.set(`${namespace}/${name}`, (users.get(`${namespace}/${name}`) ?? 0) + 1);
  return users;
};
