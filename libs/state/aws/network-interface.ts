import type { Read } from '../read';
import { array, fallback, optional, required } from '../shapes';
import { name, truth } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { filled } from './api-values';
import { INTERFACE_ADDRESS_FIELDS, interfaceAddresses, type InterfaceAddress } from './interface-address';
import { interfaceUserOf, type InterfaceUser } from './interface-user';
import { readTags, UNTAGGED, type Tagged } from './tags';

/** An elastic network interface as far as engines need it; null where the object does not say. */
export interface NetworkInterfaceState extends Tagged {
  readonly networkInterfaceId: string;
  /** interface, nat_gateway, network_load_balancer, lambda, efs, vpc_endpoint, ...; kept as given. */
  readonly interfaceType: string | null;
  readonly usedBy: InterfaceUser;
  /** Made and removed by a service, not by the account. */
  readonly requesterManaged: boolean;
  /** The service that asked for it or holds it, as in `amazon-elb`; ids of users and roles are not kept. */
  readonly service: string | null;
  readonly status: string | null;
  readonly zone: string | null;
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  readonly instanceId: string | null;
  readonly addresses: readonly InterfaceAddress[];
  readonly ipv6Count: number;
}

const apiInterface = apiObject({
  NetworkInterfaceId: required(name),
  InterfaceType: filled,
  Description: filled,
  RequesterId: filled,
  RequesterManaged: fallback(truth, false),
  Status: filled,
  AvailabilityZone: filled,
  SubnetId: filled,
  VpcId: filled,
  Attachment: optional(apiObject({ InstanceId: filled, InstanceOwnerId: filled })),
  Ipv6Addresses: fallback(array(apiObject({})), []),
  ...INTERFACE_ADDRESS_FIELDS,
  TagSet: optional(readTags),
  Tags: fallback(readTags, UNTAGGED),
});

const readInterface: Read<NetworkInterfaceState> = (value) => {
  const given = apiInterface(value);
  const instanceId = given.Attachment?.InstanceId ?? null;
  const service = [given.Attachment?.InstanceOwnerId, given.RequesterId].find((id) => id?.startsWith('amazon-') === true) ?? null;
  return {
    networkInterfaceId: given.NetworkInterfaceId,
    interfaceType: given.InterfaceType,
    usedBy: interfaceUserOf({ description: given.Description, interfaceType: given.InterfaceType, service, instanceId, attached: given.Attachment !== null }),
    requesterManaged: given.RequesterManaged,
    service,
    status: given.Status,
    zone: given.AvailabilityZone,
    subnetId: given.SubnetId,
    vpcId: given.VpcId,
    instanceId,
    addresses: interfaceAddresses(given),
    ipv6Count: given.Ipv6Addresses.length,
    ...(given.TagSet ?? given.Tags),
  };
};

/** `current_state.network_interfaces`, as DescribeNetworkInterfaces answers. */
export const readNetworkInterfaces: Read<readonly NetworkInterfaceState[]> = apiList({
  answers: ['NetworkInterfaces'],
  read: readInterface,
  identityOf: (one) => one.networkInterfaceId,
  identityKey: 'NetworkInterfaceId',
});
