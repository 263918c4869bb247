import type { EpochMs } from '@ml/units/brand';
import type { Read } from '../read';
import { fallback, optional, required } from '../shapes';
import { name } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { apiTime, filled } from './api-values';
import { blockDevices } from './block-devices';
import { readTags, UNTAGGED, type Tagged } from './tags';

/** A machine image as far as engines need it; null where the object does not say. */
export interface AmiState extends Tagged {
  readonly imageId: string;
  readonly state: string | null;
  readonly createdAt: EpochMs | null;
  readonly lastLaunchedAt: EpochMs | null;
  /** The snapshots that it is made of, sorted. */
  readonly snapshotIds: readonly string[];
}

const apiAmi = apiObject({
  ImageId: required(name),
  State: filled,
  CreationDate: optional(apiTime),
  LastLaunchedTime: optional(apiTime),
  BlockDeviceMappings: blockDevices,
  Tags: fallback(readTags, UNTAGGED),
});

const readAmi: Read<AmiState> = (value) => {
  const given = apiAmi(value);
  return {
    imageId: given.ImageId,
    state: given.State,
    createdAt: given.CreationDate,
    lastLaunchedAt: given.LastLaunchedTime,
    snapshotIds: given.BlockDeviceMappings.snapshotIds,
    ...given.Tags,
  };
};

/** `current_state.amis`, as DescribeImages answers. Container images are `images`, of another reader. */
export const readAmis: Read<readonly AmiState[]> = apiList({
  answers: ['Images'],
  read: readAmi,
  identityOf: (one) => one.imageId,
  identityKey: 'ImageId',
});
