import type { Read } from '../read';
import { fallback, required } from '../shapes';
import { name } from '../values';
import { apiList } from './api-list';
import { apiObject } from './api-object';
import { filled } from './api-values';
import { readTags, UNTAGGED, type Tagged } from './tags';

/** An Elastic IP address as far as engines need it; null where the object does not say. */
export interface AddressState extends Tagged {
  readonly publicIp: string;
  /** null only in the old network before VPCs. */
  readonly allocationId: string | null;
  readonly associationId: string | null;
  readonly instanceId: string | null;
  readonly networkInterfaceId: string | null;
  /** `amazon`, or the id of a pool that was brought along (BYOIP) or rented as a block. */
  readonly pool: string | null;
  readonly borderGroup: string | null;
  /** The service that manages the address, as in `alb`, `nlb`, `rds`, `rnat`. */
  readonly serviceManaged: string | null;
}

const apiAddress = apiObject({
  PublicIp: required(name),
  AllocationId: filled,
  AssociationId: filled,
  InstanceId: filled,
  NetworkInterfaceId: filled,
  PublicIpv4Pool: filled,
  NetworkBorderGroup: filled,
  ServiceManaged: filled,
  Tags: fallback(readTags, UNTAGGED),
});

const readAddress: Read<AddressState> = (value) => {
  const address = apiAddress(value);
  return {
    publicIp: address.PublicIp,
    allocationId: address.AllocationId,
    associationId: address.AssociationId,
    instanceId: address.InstanceId,
    networkInterfaceId: address.NetworkInterfaceId,
    pool: address.PublicIpv4Pool,
    borderGroup: address.NetworkBorderGroup,
    serviceManaged: address.ServiceManaged,
    tags: address.Tags.tags,
    otherTags: address.Tags.otherTags,
    optOut: address.Tags.optOut,
  };
};

/** `current_state.addresses`, as DescribeAddresses answers. */
export const readAddresses: Read<readonly AddressState[]> = apiList({
  answers: ['Addresses'],
  read: readAddress,
  identityOf: (address) => address.publicIp,
  identityKey: 'PublicIp',
});
