import type { AddressState } from '@ml/state/aws/address';
import type { InterfaceUserKind } from '@ml/state/aws/interface-user';
import type { NetworkInterfaceState } from '@ml/state/aws/network-interface';
import { compareText } from '@ml/units/compare-text';
import { balancerAddresses } from './balancer-addresses';
import { nameOf, type OwnerKind, type PublicAddress } from './public-address';
import type { Ipv4CostTrackerState } from './state';

/** Every public address once. An interface says most of who uses it, then the gateway, the instance, and last the list of Elastic IP addresses. */
export const inventoryOf = (state: Ipv4CostTrackerState): readonly PublicAddress[] => {
  const interfaces = state.network_interfaces ?? [];
  const found = new Map<string, PublicAddress>();
  const see = (seen: PublicAddress): void => {
    if (seen.publicIp === null) return;
    const known = found.get(seen.publicIp);
    found.set(seen.publicIp, known === undefined ? seen : together(known, seen));
  };
  interfaces.flatMap(ofInterface).forEach(see);
  ofGateways(state).forEach(see);
  ofInstances(state).forEach(see);
  const byInterface = new Map(interfaces.map((one) => [one.networkInterfaceId, one]));
  (state.addresses ?? []).map((address) => ofElastic(address, byInterface)).forEach(see);
  const balancers = balancerAddresses(state.load_balancers ?? [], [...found.values()]);
  balancers.seen.forEach(see);
  return [...found.values(), ...balancers.unseen].sort((one, other) => compareText(nameOf(one), nameOf(other)));
};

/** Two sights of one address: the first knows who uses it, unless it knew nobody. */
const together = (first: PublicAddress, second: PublicAddress): PublicAddress => {
  const owner = vague(first) && !vague(second) ? second : first;
  return {
    publicIp: first.publicIp,
    allocationId: first.allocationId ?? second.allocationId,
    ownerKind: owner.ownerKind,
    owner: owner.owner,
    zone: first.zone ?? second.zone,
    vpcId: first.vpcId ?? second.vpcId,
    ownPool: first.ownPool || second.ownPool,
    serviceManaged: first.serviceManaged ?? second.serviceManaged,
    optOut: first.optOut ?? second.optOut,
  };
};

const VAGUE: readonly OwnerKind[] = ['idle', 'network_interface', 'other'];
const vague = ({ ownerKind }: PublicAddress): boolean => VAGUE.includes(ownerKind);

const NOTHING = { allocationId: null, zone: null, vpcId: null, ownPool: false, serviceManaged: null, optOut: null } as const;

const KINDS: Readonly<Partial<Record<InterfaceUserKind, OwnerKind>>> = {
  load_balancer: 'load_balancer',
  nat_gateway: 'nat_gateway',
  database: 'database',
  global_accelerator: 'global_accelerator',
  instance: 'instance',
  unattached: 'network_interface',
};

const ofInterface = (one: NetworkInterfaceState): readonly PublicAddress[] =>
  one.addresses.flatMap(({ publicIp, allocationId }) => (publicIp === null ? [] : [{ ...NOTHING, ...userOf(one), publicIp, allocationId, zone: one.zone, vpcId: one.vpcId, optOut: one.optOut }]));

const userOf = (one: NetworkInterfaceState): Pick<PublicAddress, 'owner' | 'ownerKind'> => ({
  ownerKind: KINDS[one.usedBy.kind] ?? 'other',
  owner: one.instanceId ?? one.usedBy.name ?? (one.usedBy.kind === 'load_balancer' || one.usedBy.kind === 'nat_gateway' ? null : one.networkInterfaceId),
});

/** A deleted gateway is listed for an hour without its address. */
const GONE = ['deleted', 'failed', 'terminated'];

const ofGateways = ({ nat_gateways: gateways }: Ipv4CostTrackerState): readonly PublicAddress[] =>
  (gateways ?? [])
    .filter(({ state }) => !GONE.includes(state ?? ''))
    .flatMap((gateway) =>
      gateway.addresses.map(({ publicIp, allocationId }) => ({ ...NOTHING, publicIp, allocationId, ownerKind: 'nat_gateway' as const, owner: gateway.natGatewayId, vpcId: gateway.vpcId, optOut: gateway.optOut })),
    );

const ofInstances = ({ instances }: Ipv4CostTrackerState): readonly PublicAddress[] =>
  (instances ?? [])
    .filter(({ state }) => !GONE.includes(state ?? ''))
    .flatMap((instance) =>
      instance.publicAddresses.map(({ publicIp }) => ({ ...NOTHING, publicIp, ownerKind: 'instance' as const, owner: instance.instanceId, zone: instance.zone, vpcId: instance.vpcId, optOut: instance.optOut })),
    );

const ofElastic = (address: AddressState, interfaces: ReadonlyMap<string, NetworkInterfaceState>): PublicAddress => {
  const carrier = interfaces.get(address.networkInterfaceId ?? '');
  return {
    ...NOTHING,
    publicIp: address.publicIp,
    allocationId: address.allocationId,
    ...carrierOf(address, carrier),
    zone: carrier?.zone ?? null,
    vpcId: carrier?.vpcId ?? null,
    ownPool: address.pool !== null && address.pool !== 'amazon',
    serviceManaged: address.serviceManaged,
    optOut: address.optOut ?? carrier?.optOut ?? null,
  };
};

const carrierOf = (address: AddressState, carrier: NetworkInterfaceState | undefined): Pick<PublicAddress, 'owner' | 'ownerKind'> => {
  if (address.instanceId !== null) return { ownerKind: 'instance', owner: address.instanceId };
  if (carrier !== undefined) return userOf(carrier);
  if (address.networkInterfaceId !== null) return { ownerKind: 'network_interface', owner: address.networkInterfaceId };
  return address.associationId === null ? { ownerKind: 'idle', owner: null } : { ownerKind: 'other', owner: null };
};
