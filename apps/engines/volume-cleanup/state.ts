import { readAmis } from '@ml/state/aws/ami';
import { readLaunchTemplates } from '@ml/state/aws/launch-template';
import { readSnapshots, type SnapshotState } from '@ml/state/aws/snapshot';
import { readVolumes, type VolumeState } from '@ml/state/aws/volume';
import { currentState } from '@ml/state/current-state';
import { readPersistentVolumeClaims } from '@ml/state/kubernetes/persistent-volume-claim';
import { readPersistentVolumes, type PersistentVolumeState } from '@ml/state/kubernetes/persistent-volume';
import { readStatefulSets } from '@ml/state/kubernetes/workload';
import { readKnownClusters, type KnownClusterState } from '@ml/state/observed/known-cluster';
import { readObservedAt } from '@ml/state/observed/observed-at';
import { volumeIdOf } from '@ml/state/aws/identity';
import type { Read } from '@ml/state/read';
import { fallback, optional } from '@ml/state/shapes';
import type { EpochMs } from '@ml/units/brand';

export type Volume = VolumeState;
export type Snapshot = Pick<SnapshotState, 'snapshotId' | 'volumeId' | 'startedAt' | 'state' | 'sizeGib' | 'fullSize' | 'ownLadder'>;
export type ClusterVolume = Pick<PersistentVolumeState, 'name' | 'phase' | 'reclaimPolicy' | 'claim'> & { readonly volumeId: string };

/** Claims that a StatefulSet would take up again: `<template>-<set>-<ordinal>`. */
export interface ClaimPattern {
  readonly namespace: string;
  readonly prefix: string;
}

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface VolumeCleanupState {
  readonly observed_at: EpochMs | null;
  readonly volumes: readonly Volume[] | null;
  readonly snapshots: readonly Snapshot[] | null;
  readonly persistent_volumes: readonly ClusterVolume[] | null;
  /** `namespace/name`, sorted. */
  readonly claims: readonly string[];
  readonly claim_patterns: readonly ClaimPattern[];
  readonly clusters: readonly KnownClusterState[];
  /** Snapshots of images and launch templates, sorted. */
  readonly image_snapshots: readonly string[];
  /** Volumes that a launch template names, sorted. */
  readonly template_volumes: readonly string[];
}

const snapshots: Read<readonly Snapshot[]> = (value) =>
  readSnapshots(value).map(({ snapshotId, volumeId, startedAt, state, sizeGib, fullSize, ownLadder }) => ({ snapshotId, volumeId, startedAt, state, sizeGib, fullSize, ownLadder }));

/** Those of other drivers are no EBS volumes. */
const clusterVolumes: Read<readonly ClusterVolume[]> = (value) =>
  readPersistentVolumes(value).flatMap(({ name, phase, reclaimPolicy, claim, volumeId: handle }) => {
    const volumeId = volumeIdOf(handle);
    return volumeId === null ? [] : [{ name, phase, reclaimPolicy, claim, volumeId }];
  });

const claims: Read<readonly string[]> = (value) => readPersistentVolumeClaims(value).map(({ namespace, name }) => `${namespace}/${name}`);

const patterns: Read<readonly ClaimPattern[]> = (value) =>
  readStatefulSets(value).flatMap(({ namespace, name, claimTemplates }) => claimTemplates.map((template) => ({ namespace, prefix: `${template}-${name}-` })));

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();

const read = currentState({
  observed_at: readObservedAt,
  volumes: optional(readVolumes),
  snapshots: optional(snapshots),
  persistent_volumes: optional(clusterVolumes),
  persistent_volume_claims: fallback(claims, []),
  stateful_sets: fallback(patterns, []),
  clusters: fallback(readKnownClusters, []),
  amis: fallback(readAmis, []),
  launch_templates: fallback(readLaunchTemplates, []),
});

export const projectVolumeCleanupState = (posted: unknown): VolumeCleanupState => {
  const given = read(posted);
  return {
    observed_at: given.observed_at,
    volumes: given.volumes,
    snapshots: given.snapshots,
    persistent_volumes: given.persistent_volumes,
    claims: given.persistent_volume_claims,
    claim_patterns: given.stateful_sets,
    clusters: given.clusters,
    image_snapshots: sorted([...given.amis, ...given.launch_templates].flatMap(({ snapshotIds }) => snapshotIds)),
    template_volumes: sorted(given.launch_templates.flatMap(({ volumeIds }) => volumeIds)),
  };
};
