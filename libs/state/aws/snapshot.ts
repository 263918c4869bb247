import type { Bytes, EpochMs } from '@ml/units/brand';
import type { Read } from '../read';
import { fallback, optional, required } from '../shapes';
import { name, size } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { amount, apiTime, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

/** The tag that marks what the ladder tag, snapshot, delete made or touched itself; its value is up to the ladder. */
export const LADDER_TAG = 'cloudoptim:volume-cleanup';

/** An EBS snapshot as far as engines need it; null where the object does not say. */
export interface SnapshotState extends Tagged {
  readonly snapshotId: string;
  /** null also for a copied snapshot, whose volume id is made up. */
  readonly volumeId: string | null;
  readonly startedAt: EpochMs | null;
  /** pending, completed, error, recoverable, recovering; kept as given. */
  readonly state: string | null;
  /** Of the volume, not of what the snapshot stores. */
  readonly sizeGib: number | null;
  /** What a full snapshot of that volume stores. */
  readonly fullSize: Bytes | null;
  /** standard or archive. */
  readonly storageTier: string | null;
  /** The image that it was made for, where its description says so. */
  readonly madeForImage: string | null;
  /** Made by our own ladder: no backup of anybody else. */
  readonly ownLadder: boolean;
}

const apiSnapshot = apiObject({
  SnapshotId: required(name),
  VolumeId: filled,
  StartTime: optional(apiTime),
  State: filled,
  VolumeSize: optional(amount),
  FullSnapshotSizeInBytes: optional(size),
  StorageTier: filled,
  Description: filled,
  Tags: fallback(readTags, UNTAGGED),
});

/** Written by services that take backups, and that may copy all tags of the volume: ours with them. */
const OF_A_BACKUP = /^(?:aws:)?(?:backup|dlm):/;

const isOwn = ({ tags }: Tagged): boolean => tags[LADDER_TAG] !== undefined && !Object.keys(tags).some((key) => OF_A_BACKUP.test(key));

/** Stands in every snapshot made by copying another. */
const NO_VOLUME = 'vol-ffffffff';

const readSnapshot: Read<SnapshotState> = (value) => {
  const snapshot = apiSnapshot(value);
  return {
    snapshotId: snapshot.SnapshotId,
    volumeId: snapshot.VolumeId === NO_VOLUME ? null : snapshot.VolumeId,
    startedAt: snapshot.StartTime,
    state: snapshot.State,
    sizeGib: snapshot.VolumeSize,
    fullSize: snapshot.FullSnapshotSizeInBytes,
    storageTier: snapshot.StorageTier,
    madeForImage: /^(?:Created by CreateImage|Copied for DestinationAmi)\b.*?\b(ami-[0-9a-f]+)\b/.exec(snapshot.Description ?? '')?.[1] ?? null,
    ownLadder: isOwn(snapshot.Tags),
    tags: snapshot.Tags.tags,
    otherTags: snapshot.Tags.otherTags,
    optOut: snapshot.Tags.optOut,
  };
};

/** `current_state.snapshots`, as DescribeSnapshots answers. */
export const readSnapshots: Read<readonly SnapshotState[]> = apiList({
  answers: ['Snapshots'],
  read: readSnapshot,
  identityOf: (snapshot) => snapshot.snapshotId,
  identityKey: 'SnapshotId',
});
