import type { Bytes, EpochMs } from '@ml/units/brand';
import type { Read } from '../read';
import { fallback, object, optional, required } from '../shapes';
import { size, text, time, truth } from '../values';
import { namespaced } from './identified';
import { metadataWith } from './metadata';

/** A VolumeSnapshot of snapshot.storage.k8s.io. */
export interface VolumeSnapshotState {
  readonly namespace: string;
  readonly name: string;
  /** The claim it was taken of; null when it stands for a snapshot that was there before. */
  readonly claimName: string | null;
  /** The object that knows the snapshot's id in the cloud. */
  readonly contentName: string | null;
  readonly ready: boolean | null;
  readonly takenAt: EpochMs | null;
  readonly restoreSize: Bytes | null;
}

const spec = object({ source: optional(object({ persistentVolumeClaimName: optional(text), volumeSnapshotContentName: optional(text) })) });
const status = object({
  boundVolumeSnapshotContentName: optional(text),
  readyToUse: optional(truth),
  creationTime: optional(time),
  restoreSize: optional(size),
});

const apiSnapshot = object({ metadata: required(metadataWith([])), spec: fallback(spec, spec({})), status: fallback(status, status({})) });

const readSnapshot: Read<VolumeSnapshotState> = (value) => {
  const { metadata, spec: snapshot, status: seen } = apiSnapshot(value);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    claimName: snapshot.source?.persistentVolumeClaimName ?? null,
    contentName: seen.boundVolumeSnapshotContentName ?? snapshot.source?.volumeSnapshotContentName ?? null,
    ready: seen.readyToUse,
    takenAt: seen.creationTime,
    restoreSize: seen.restoreSize,
  };
};

export const readVolumeSnapshots: Read<readonly VolumeSnapshotState[]> = namespaced(readSnapshot);
