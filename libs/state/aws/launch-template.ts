import type { Read } from '../read';
import { fallback, optional, required } from '../shapes';
import { name, truth, whole } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { filled } from './api-values';
import { blockDevices, NO_BLOCK_DEVICES } from './block-devices';

/** One version of a launch template as far as engines need it. */
export interface LaunchTemplateState {
  readonly launchTemplateId: string;
  readonly version: number;
  readonly isDefault: boolean;
  readonly imageId: string | null;
  readonly snapshotIds: readonly string[];
  /** Hardly ever given: a template names what to make, not what is there. */
  readonly volumeIds: readonly string[];
}

const apiVersion = apiObject({
  LaunchTemplateId: required(name),
  VersionNumber: required(whole({ min: 1, max: 1e9 })),
  DefaultVersion: fallback(truth, false),
  LaunchTemplateData: optional(apiObject({ ImageId: filled, BlockDeviceMappings: blockDevices })),
});

const readVersion: Read<LaunchTemplateState> = (value) => {
  const { LaunchTemplateId, VersionNumber, DefaultVersion, LaunchTemplateData } = apiVersion(value);
  return {
    launchTemplateId: LaunchTemplateId,
    version: VersionNumber,
    isDefault: DefaultVersion,
    imageId: LaunchTemplateData?.ImageId ?? null,
    ...(LaunchTemplateData?.BlockDeviceMappings ?? NO_BLOCK_DEVICES),
  };
};

/** `current_state.launch_templates`, as DescribeLaunchTemplateVersions answers: one entry a version. */
export const readLaunchTemplates: Read<readonly LaunchTemplateState[]> = apiList({
  answers: ['LaunchTemplateVersions'],
  read: readVersion,
  identityOf: (one) => `${one.launchTemplateId} version ${one.version}`,
  identityKey: 'LaunchTemplateId',
});
