import { compareText } from '@ml/units/compare-text';
import { array, fallback, optional } from '../shapes';
import { truth } from '../values';
import { isRecord, type Read, type Reads } from '../read';
import { apiObject } from './api-object';
import { filled } from './api-values';

/** One private address of a network interface, with the public one that leads to it. */
export interface InterfaceAddress {
  readonly privateIp: string | null;
  readonly primary: boolean;
  readonly publicIp: string | null;
  /** Of an Elastic IP address; null for one that AWS lends while it is in use. */
  readonly allocationId: string | null;
  /** `amazon`, a service such as `amazon-elb`, or the account of an Elastic IP address. */
  readonly ipOwner: string | null;
}

const association = apiObject({ PublicIp: filled, AllocationId: filled, IpOwnerId: filled });
const address = apiObject({ PrivateIpAddress: filled, Primary: fallback(truth, false), Association: optional(association) });
const addresses = array(address);

/** What of an interface holds addresses. The interface's own association repeats that of its primary address. */
export const INTERFACE_ADDRESS_FIELDS = {
  PrivateIpAddress: filled,
  PrivateIpAddresses: fallback(addresses, []),
  Association: optional(association),
};

type Fields = { readonly [Key in keyof typeof INTERFACE_ADDRESS_FIELDS]: Reads<(typeof INTERFACE_ADDRESS_FIELDS)[Key]> };
type Association = Reads<typeof association>;

/** Primary first, then by private address. A public address that only the interface's own association names is not lost. */
export const interfaceAddresses = (fields: Fields): readonly InterfaceAddress[] => {
  const listed = fields.PrivateIpAddresses.map((one) => addressOf(one.PrivateIpAddress, one.Primary, one.Association)).sort(inOrder);
  const own = fields.Association?.PublicIp ?? null;
  if (own === null && (listed.length > 0 || fields.PrivateIpAddress === null)) return listed;
  if (own !== null && listed.some((one) => one.publicIp === own)) return listed;
  return [addressOf(fields.PrivateIpAddress, true, fields.Association), ...listed.filter((one) => one.privateIp !== fields.PrivateIpAddress)];
};

const inOrder = (one: InterfaceAddress, other: InterfaceAddress): number =>
  Number(other.primary) - Number(one.primary) || compareText(one.privateIp ?? '', other.privateIp ?? '');

const addressOf = (privateIp: string | null, primary: boolean, given: Association | null): InterfaceAddress => ({
  privateIp,
  primary,
  publicIp: given?.PublicIp ?? null,
  allocationId: given?.AllocationId ?? null,
  ipOwner: given?.IpOwnerId ?? null,
});

/** Of an interface that an instance lists: a node with a pod network has dozens of private addresses there, and only public ones count. */
const publicOnly: Read<Reads<typeof address> | null> = (value) =>
  isRecord(value) && (value['Association'] ?? value['association'] ?? null) === null ? null : address(value);

const publics = array(publicOnly);
const publicAddresses: Read<readonly Reads<typeof address>[]> = (value) => publics(value).filter((one) => one !== null);

const interfaceOfInstance = apiObject({ NetworkInterfaceId: filled, ...INTERFACE_ADDRESS_FIELDS, PrivateIpAddresses: fallback(publicAddresses, []) });
export type InterfaceOfInstance = Reads<typeof interfaceOfInstance>;
export const interfacesOfInstance: Read<readonly InterfaceOfInstance[]> = fallback(array(interfaceOfInstance), []);
