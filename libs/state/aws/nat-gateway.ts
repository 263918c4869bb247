import type { EpochMs } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import type { Read } from '../read';
import { array, fallback, optional, required } from '../shapes';
import { name } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { apiTime, filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

export interface NatGatewayAddress {
  readonly publicIp: string | null;
  readonly allocationId: string | null;
  readonly networkInterfaceId: string | null;
}

/** A NAT gateway as far as engines need it; null where the object does not say. */
export interface NatGatewayState extends Tagged {
  readonly natGatewayId: string;
  /** pending, failed, available, deleting, deleted; kept as given. A deleted one is listed for an hour. */
  readonly state: string | null;
  /** public or private; null in answers from before there were private ones. */
  readonly connectivityType: string | null;
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  readonly createdAt: EpochMs | null;
  readonly addresses: readonly NatGatewayAddress[];
}

const apiNatGateway = apiObject({
  NatGatewayId: required(name),
  State: filled,
  ConnectivityType: filled,
  SubnetId: filled,
  VpcId: filled,
  CreateTime: optional(apiTime),
  NatGatewayAddresses: fallback(array(apiObject({ PublicIp: filled, AllocationId: filled, NetworkInterfaceId: filled })), []),
  Tags: fallback(readTags, UNTAGGED),
});

const readNatGateway: Read<NatGatewayState> = (value) => {
  const given = apiNatGateway(value);
  const addresses = given.NatGatewayAddresses.map((one) => ({ publicIp: one.PublicIp, allocationId: one.AllocationId, networkInterfaceId: one.NetworkInterfaceId }));
  return {
    natGatewayId: given.NatGatewayId,
    state: given.State,
    connectivityType: given.ConnectivityType,
    subnetId: given.SubnetId,
    vpcId: given.VpcId,
    createdAt: given.CreateTime,
    addresses: addresses.sort((one, other) => compareText(one.publicIp ?? '', other.publicIp ?? '') || compareText(one.networkInterfaceId ?? '', other.networkInterfaceId ?? '')),
    ...given.Tags,
  };
};

/** `current_state.nat_gateways`, as DescribeNatGateways answers. */
export const readNatGateways: Read<readonly NatGatewayState[]> = apiList({
  answers: ['NatGateways'],
  read: readNatGateway,
  identityOf: (one) => one.natGatewayId,
  identityKey: 'NatGatewayId',
});
