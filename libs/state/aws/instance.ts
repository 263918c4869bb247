import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { CapacityType } from '../kubernetes/capacity-type';
import type { Read } from '../read';
import { fallback, optional, required } from '../shapes';
import { name, truth } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { apiTime, filled } from './api-values';
import { blockDevices } from './block-devices';
import { interfaceAddresses, interfacesOfInstance, type InterfaceOfInstance } from './interface-address';
import { stateChangedAt } from './state-transition';
import { readTags, UNTAGGED, type Tagged } from './tags';

export interface PublicAddressOfInstance {
  readonly publicIp: string;
  readonly networkInterfaceId: string | null;
  /** `amazon` for one that is lent while the instance runs, otherwise the account of an Elastic IP address. */
  readonly ipOwner: string | null;
}

/** An EC2 instance as far as engines need it; null where the object does not say. */
export interface InstanceState extends Tagged {
  readonly instanceId: string;
  readonly instanceType: string | null;
  /** pending, running, shutting-down, terminated, stopping, stopped; kept as given. */
  readonly state: string | null;
  /** The last start, not the first: stopping and starting moves it. */
  readonly launchedAt: EpochMs | null;
  /** Since when it is stopped or terminated, where the API says so. */
  readonly stateChangedAt: EpochMs | null;
  readonly zone: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  /** null for a lifecycle that is not known. */
  readonly capacityType: CapacityType | null;
  /** spot, scheduled, capacity-block; null for plain on-demand. Kept as given. */
  readonly lifecycle: string | null;
  readonly windows: boolean;
  /** As billed: Linux/UNIX, Windows, Red Hat Enterprise Linux, ... */
  readonly platform: string | null;
  readonly architecture: string | null;
  /** default, dedicated, host. */
  readonly tenancy: string | null;
  readonly imageId: string | null;
  readonly publicIp: string | null;
  /** All public addresses, by address; `publicIp` is one of them. */
  readonly publicAddresses: readonly PublicAddressOfInstance[];
  readonly networkInterfaceIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly hibernation: boolean;
  readonly autoScalingGroup: string | null;
  /** The service that runs it for the account, as in `eks.amazonaws.com`. */
  readonly operator: string | null;
}

const apiInstance = apiObject({
  InstanceId: required(name),
  InstanceType: filled,
  State: fallback(apiObject({ Name: filled }), { Name: null }),
  LaunchTime: optional(apiTime),
  StateTransitionReason: filled,
  Placement: fallback(apiObject({ AvailabilityZone: filled, Tenancy: filled }), { AvailabilityZone: null, Tenancy: null }),
  VpcId: filled,
  SubnetId: filled,
  InstanceLifecycle: filled,
  SpotInstanceRequestId: filled,
  Platform: filled,
  PlatformDetails: filled,
  Architecture: filled,
  ImageId: filled,
  PublicIpAddress: filled,
  NetworkInterfaces: interfacesOfInstance,
  BlockDeviceMappings: blockDevices,
  HibernationOptions: fallback(apiObject({ Configured: fallback(truth, false) }), { Configured: false }),
  Operator: optional(apiObject({ Managed: fallback(truth, false), Principal: filled })),
  Tags: fallback(readTags, UNTAGGED),
});

const readInstance: Read<InstanceState> = (value) => {
  const given = apiInstance(value);
  const { tags, otherTags, optOut } = given.Tags;
  return {
    instanceId: given.InstanceId,
    instanceType: given.InstanceType,
    state: given.State.Name,
    launchedAt: given.LaunchTime,
    stateChangedAt: stateChangedAt(given.StateTransitionReason),
    zone: given.Placement.AvailabilityZone,
    tenancy: given.Placement.Tenancy,
    vpcId: given.VpcId,
    subnetId: given.SubnetId,
    capacityType: given.SpotInstanceRequestId === null ? capacityTypeOf(given.InstanceLifecycle) : 'spot',
    lifecycle: given.InstanceLifecycle,
    windows: isWindows(given.Platform) || isWindows(given.PlatformDetails),
    platform: given.PlatformDetails,
    architecture: given.Architecture,
    imageId: given.ImageId,
    publicIp: given.PublicIpAddress,
    publicAddresses: publicAddresses(given.NetworkInterfaces, given.PublicIpAddress),
    networkInterfaceIds: given.NetworkInterfaces.flatMap((one) => one.NetworkInterfaceId ?? []).sort(),
    volumeIds: given.BlockDeviceMappings.volumeIds,
    hibernation: given.HibernationOptions.Configured,
    autoScalingGroup: tags['aws:autoscaling:groupName'] ?? null,
    operator: given.Operator?.Managed === true ? (given.Operator.Principal ?? 'unnamed') : null,
    tags,
    otherTags,
    optOut,
  };
};

const isWindows = (platform: string | null): boolean => platform !== null && /windows/i.test(platform);

/** The API leaves the lifecycle out for on-demand instances. */
const capacityTypeOf = (lifecycle: string | null): CapacityType | null => {
  if (lifecycle === 'spot') return 'spot';
  return lifecycle === null || ON_DEMAND.includes(lifecycle) ? 'on-demand' : null;
};

const ON_DEMAND: readonly string[] = ['normal', 'on-demand', 'scheduled', 'capacity-block', 'interruptible-capacity-reservation'];

const publicAddresses = (interfaces: readonly InterfaceOfInstance[], own: string | null): readonly PublicAddressOfInstance[] => {
  const found = new Map<string, PublicAddressOfInstance>();
  for (const one of interfaces) {
    for (const { publicIp, ipOwner } of interfaceAddresses(one)) {
      if (publicIp !== null) found.set(publicIp, { publicIp, networkInterfaceId: one.NetworkInterfaceId, ipOwner });
    }
  }
  if (own !== null && !found.has(own)) found.set(own, { publicIp: own, networkInterfaceId: null, ipOwner: null });
  return [...found.values()].sort((one, other) => compareText(one.publicIp, other.publicIp));
};

/** `current_state.instances`, as DescribeInstances answers: reservations are flattened. */
export const readInstances: Read<readonly InstanceState[]> = apiList({
  answers: ['Reservations', 'Instances'],
  read: readInstance,
  identityOf: (instance) => instance.instanceId,
  identityKey: 'InstanceId',
});
