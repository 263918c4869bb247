import { readAutoScalingGroups } from '@ml/state/aws/auto-scaling-group';
import { readInstances, type InstanceState } from '@ml/state/aws/instance';
import { readVolumes, type VolumeState } from '@ml/state/aws/volume';
import { currentState } from '@ml/state/current-state';
import { readNodes } from '@ml/state/kubernetes/node';
import { readKnownClusters, type KnownClusterState } from '@ml/state/observed/known-cluster';
import { readObservedAt } from '@ml/state/observed/observed-at';
import type { Read } from '@ml/state/read';
import { fallback, optional } from '@ml/state/shapes';
import type { EpochMs } from '@ml/units/brand';

/** Of a node only what says which machine it is. */
export interface NodeIdentity {
  readonly name: string;
  readonly providerId: string | null;
  readonly region: string | null;
  readonly zone: string | null;
}

export type Machine = Pick<
  InstanceState,
  | 'instanceId'
  | 'instanceType'
  | 'state'
  | 'launchedAt'
  | 'zone'
  | 'capacityType'
  | 'windows'
  | 'tenancy'
  | 'platform'
  | 'autoScalingGroup'
  | 'operator'
  | 'volumeIds'
  | 'tags'
  | 'otherTags'
  | 'optOut'
>;

export type Disk = Pick<VolumeState, 'volumeId' | 'volumeType' | 'sizeGib' | 'iops' | 'throughputMibps'>;

/** What this engine reads of `current_state`; null for a list that was not sent. */
export interface GhostProbeState {
  readonly observed_at: EpochMs | null;
  readonly instances_observed_at: EpochMs | null;
  readonly nodes_observed_at: EpochMs | null;
  readonly instances: readonly Machine[] | null;
  readonly nodes: readonly NodeIdentity[] | null;
  readonly clusters: readonly KnownClusterState[] | null;
  readonly warm_pool: readonly string[];
  readonly volumes: readonly Disk[];
}

const machines: Read<readonly Machine[]> = (value) => readInstances(value).map(machineOf);

const machineOf = (given: InstanceState): Machine => ({
  instanceId: given.instanceId,
  instanceType: given.instanceType,
  state: given.state,
  launchedAt: given.launchedAt,
  zone: given.zone,
  capacityType: given.capacityType,
  windows: given.windows,
  tenancy: given.tenancy,
  platform: given.platform,
  autoScalingGroup: given.autoScalingGroup,
  operator: given.operator,
  volumeIds: given.volumeIds,
  tags: given.tags,
  otherTags: given.otherTags,
  optOut: given.optOut,
});

const nodes: Read<readonly NodeIdentity[]> = (value) => readNodes(value).map(({ name, providerId, region, zone }) => ({ name, providerId, region, zone }));

const warmPool: Read<readonly string[]> = (value) => [...new Set(readAutoScalingGroups(value).flatMap((group) => group.warmPoolIds))].sort();

const disks: Read<readonly Disk[]> = (value) =>
  readVolumes(value).map(({ volumeId, volumeType, sizeGib, iops, throughputMibps }) => ({ volumeId, volumeType, sizeGib, iops, throughputMibps }));

const read = currentState({
  observed_at: readObservedAt,
  instances_observed_at: readObservedAt,
  nodes_observed_at: readObservedAt,
  instances: optional(machines),
  nodes: optional(nodes),
  clusters: optional(readKnownClusters),
  auto_scaling_groups: fallback(warmPool, []),
  volumes: fallback(disks, []),
});

export const projectGhostProbeState = (posted: unknown): GhostProbeState => {
  const { auto_scaling_groups: warm_pool, ...others } = read(posted);
  return { ...others, warm_pool };
};
