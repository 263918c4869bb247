import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PersistentVolumeState } from '@ml/state/kubernetes/persistent-volume';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { termHolds } from './matching';
import { violation, type Violation } from './violation';
import { nameOfPod, type Placement, type World } from './world';

/** Volumes stand where the pod goes, are not in use elsewhere, and the node can attach them all. */
export const volumeRules = (placement: Placement, attachLimit: number): readonly Violation[] => {
  const { world, pod, node } = placement;
  const broken: Violation[] = [];
  const say = (rule: string, what: string): void => void broken.push(violation(rule, `pod ${nameOfPod(pod)} on ${node.name}: ${what}`));
  for (const claim of pod.volumes.claims) {
    const volume = volumeOf(world, pod, claim);
    if (volume === undefined) say('VOLUME_UNKNOWN', `nobody knows the volume behind claim ${claim}`);
    else if (!standsAt(volume, placement)) say('VOLUME_ZONE', `volume ${volume.name} stands elsewhere`);
    if (volume !== undefined && isDisk(volume) && usersOf(world, pod.namespace, claim).length > 1) say('VOLUME_SHARED', `disk ${volume.name} is in use by another pod`);
  }
  const attached = new Set([...world.podsOn(node.name), pod].flatMap((each) => disksOf(world, each)));
  const limit = limitOf(node, attachLimit);
  if (disksOf(world, pod).length > 0 && attached.size > limit) say('VOLUME_LIMIT', `${attached.size} disks, at most ${limit}`);
  return broken;
};

const volumeOf = (world: World, pod: PodState, claimName: string): PersistentVolumeState | undefined => {
  const claim = (world.state.persistent_volume_claims ?? []).find(({ namespace, name }) => namespace === pod.namespace && name === claimName);
  return (world.state.persistent_volumes ?? []).find(({ name }) => claim !== undefined && name === claim.volumeName);
};

const isDisk = ({ driver }: PersistentVolumeState): boolean => driver === 'ebs.csi.aws.com';

/** A disk that does not say where it stands may stand anywhere: no node is known to be right. */
const standsAt = (volume: PersistentVolumeState, { world, node }: Placement): boolean => {
  if (volume.nodeAffinity !== null) return volume.nodeAffinity.some((term) => termHolds(term, node, world));
  return volume.zone === null ? !isDisk(volume) : world.labelOf(node, 'topology.kubernetes.io/zone') === volume.zone;
};

const usersOf = (world: World, namespace: string, claim: string): readonly PodState[] =>
  [...world.pods.values()].filter((pod) => pod.namespace === namespace && pod.volumes.claims.includes(claim));

const disksOf = (world: World, pod: PodState): readonly string[] =>
  pod.volumes.claims.flatMap((claim) => {
    const volume = volumeOf(world, pod, claim);
    return volume !== undefined && isDisk(volume) ? [volume.name] : [];
  });

const limitOf = (node: LabelledNodeState, otherwise: number): number =>
  Object.entries(node.allocatable.extended).find(([name]) => name.startsWith('attachable-volumes-'))?.[1] ?? otherwise;
