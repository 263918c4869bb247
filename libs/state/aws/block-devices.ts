import type { Read } from '../read';
import { array, fallback, optional } from '../shapes';
import { apiObject } from './api-object';
import { filled } from './api-values';

export interface BlockDevices {
  readonly volumeIds: readonly string[];
  readonly snapshotIds: readonly string[];
}

export const NO_BLOCK_DEVICES: BlockDevices = { volumeIds: [], snapshotIds: [] };

const mappings = array(apiObject({ Ebs: optional(apiObject({ VolumeId: filled, SnapshotId: filled })) }));

/** `BlockDeviceMappings` of instances, images and launch templates: the volumes and snapshots they name, each once and sorted. */
export const readBlockDevices: Read<BlockDevices> = (value) => {
  const devices = mappings(value).map(({ Ebs }) => Ebs);
  return { volumeIds: sortedIds(devices.map((ebs) => ebs?.VolumeId)), snapshotIds: sortedIds(devices.map((ebs) => ebs?.SnapshotId)) };
};

export const blockDevices: Read<BlockDevices> = fallback(readBlockDevices, NO_BLOCK_DEVICES);

const sortedIds = (ids: readonly (string | null | undefined)[]): readonly string[] => {
  const given = ids.filter((id) => typeof id === 'string');
  return given.length < 2 ? given : [...new Set(given)].sort();
};
