import { clusterOf } from '@ml/state/aws/ownership';
import type { ClusterVolume, Snapshot, Volume, VolumeCleanupState } from './state';

/** The tags that the CSI driver and the in-tree provisioner put on what they make for a claim. */
const CLAIM_NAME = 'kubernetes.io/created-for/pvc/name';
const CLAIM_NAMESPACE = 'kubernetes.io/created-for/pvc/namespace';

/** Who refers to a volume. */
export interface References {
  readonly persistentVolume: (volume: Volume) => ClusterVolume | undefined;
  /** The claim it was made for, `namespace/name`, when that still exists or a StatefulSet would ask for it again. */
  readonly wantedClaim: (volume: Volume) => string | null;
  readonly inOtherCluster: (volume: Volume) => boolean;
  /** The cluster its tags name, when that is not this one. */
  readonly otherOwner: (volume: Volume) => string | null;
  readonly foreignSnapshots: (volume: Volume) => readonly Snapshot[];
  /** Made by this ladder, the newest first. */
  readonly ownSnapshots: (volume: Volume) => readonly Snapshot[];
  readonly inImage: (volume: Volume) => boolean;
}

export const referencesIn = (state: VolumeCleanupState, clusterId: string): References => {
  const persistent = new Map((state.persistent_volumes ?? []).map((found) => [found.volumeId, found]));
  const claims = new Set(state.claims);
  const patterns = new Set(state.claim_patterns.map(({ namespace, prefix }) => `${namespace}/${prefix}`));
  const elsewhere = new Set(state.clusters.filter((cluster) => cluster.clusterId !== clusterId).flatMap(({ volumeIds }) => volumeIds));
  const snapshots = Map.groupBy(state.snapshots ?? [], ({ volumeId }) => volumeId);
  const images = new Set(state.image_snapshots);
  const templates = new Set(state.template_volumes);
  const ownNames = new Set([clusterId, ...(state.volumes ?? []).filter(({ volumeId }) => persistent.has(volumeId)).map(clusterOf)]);
  const of = ({ volumeId }: Volume): readonly Snapshot[] => snapshots.get(volumeId) ?? [];
  return {
    persistentVolume: ({ volumeId }) => persistent.get(volumeId),
    wantedClaim: (volume) => {
      const claim = claimOf(volume);
      return claim !== null && (claims.has(claim) || patterns.has(claim.replace(/\d+$/, ''))) ? claim : null;
    },
    inOtherCluster: ({ volumeId }) => elsewhere.has(volumeId),
    otherOwner: (volume) => {
      const owner = clusterOf(volume);
      return owner === null || ownNames.has(owner) ? null : owner;
    },
    foreignSnapshots: (volume) => of(volume).filter(({ ownLadder }) => !ownLadder),
    ownSnapshots: (volume) =>
      of(volume)
        .filter(({ ownLadder }) => ownLadder)
        .sort((one, other) => (other.startedAt ?? 0) - (one.startedAt ?? 0)),
    inImage: (volume) => templates.has(volume.volumeId) || of(volume).some(({ snapshotId }) => images.has(snapshotId)),
  };
};

const claimOf = ({ tags }: Volume): string | null => {
  const name = tags[CLAIM_NAME];
  return name === undefined ? null : `${tags[CLAIM_NAMESPACE] ?? 'default'}/${name}`;
};
