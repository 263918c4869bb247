import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { array, fallback, optional, required } from '../shapes';
import { name, truth } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { amount, apiTime, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

export interface VolumeAttachment {
  readonly instanceId: string | null;
  /** attaching, attached, detaching, detached, busy. */
  readonly state: string | null;
  readonly attachedAt: EpochMs | null;
  readonly detachedAt: EpochMs | null;
}

/** An EBS volume as far as engines need it; null where the object does not say. */
export interface VolumeState extends Tagged {
  readonly volumeId: string;
  readonly sizeGib: number | null;
  readonly volumeType: string | null;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  /** creating, available, in-use, deleting, deleted, error; kept as given. */
  readonly state: string | null;
  readonly createdAt: EpochMs | null;
  /** The latest detachment that the caller knows of. The API itself never tells one. */
  readonly detachedAt: EpochMs | null;
  readonly zone: string | null;
  readonly attachments: readonly VolumeAttachment[];
  /** The snapshot that it was made from. */
  readonly snapshotId: string | null;
  readonly encrypted: boolean | null;
  readonly multiAttach: boolean;
}

const apiAttachment = apiObject({ InstanceId: filled, State: filled, AttachTime: optional(apiTime), DetachTime: optional(apiTime) });

const apiVolume = apiObject({
  VolumeId: required(name),
  Size: optional(amount),
  VolumeType: filled,
  Iops: optional(amount),
  Throughput: optional(amount),
  State: filled,
  CreateTime: optional(apiTime),
  DetachTime: optional(apiTime),
  AvailabilityZone: filled,
  Attachments: fallback(array(apiAttachment), []),
  SnapshotId: filled,
  Encrypted: optional(truth),
  MultiAttachEnabled: fallback(truth, false),
  Tags: fallback(readTags, UNTAGGED),
});

const readVolume: Read<VolumeState> = (value) => {
  const volume = apiVolume(value);
  const attachments = volume.Attachments.map((one) => ({ instanceId: one.InstanceId, state: one.State, attachedAt: one.AttachTime, detachedAt: one.DetachTime }));
  return {
    volumeId: volume.VolumeId,
    sizeGib: volume.Size,
    volumeType: volume.VolumeType,
    iops: volume.Iops,
    throughputMibps: volume.Throughput,
    state: volume.State,
    createdAt: volume.CreateTime,
    detachedAt: [volume.DetachTime, ...attachments.map((one) => one.detachedAt)].reduce(later),
    zone: volume.AvailabilityZone,
    attachments: attachments.sort((one, other) => compareText(one.instanceId ?? '', other.instanceId ?? '') || (one.attachedAt ?? 0) - (other.attachedAt ?? 0)),
    snapshotId: volume.SnapshotId,
    encrypted: volume.Encrypted,
    multiAttach: volume.MultiAttachEnabled,
    tags: volume.Tags.tags,
    otherTags: volume.Tags.otherTags,
    optOut: volume.Tags.optOut,
  };
};

const later = (one: EpochMs | null, other: EpochMs | null): EpochMs | null => (one === null || (other !== null && other > one) ? other : one);

/** `current_state.volumes`, as DescribeVolumes answers. */
export const readVolumes: Read<readonly VolumeState[]> = apiList({
  answers: ['Volumes'],
  read: readVolume,
  identityOf: (volume) => volume.volumeId,
  identityKey: 'VolumeId',
});
