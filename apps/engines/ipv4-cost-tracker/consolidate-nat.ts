import type { Held, Reason, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import type { NatGatewayState } from '@ml/state/aws/nat-gateway';
import { usdPerHour } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import { perMonth } from '@ml/units/money';
import { chargedHour } from './costs';
import { nameOf, type PublicAddress } from './public-address';
import { handsOff, heldOn, unpriced, type Findings, type Remedy, type Situation } from './situation';

const TAG_SECONDS = 5;
const ROUTE_SECONDS = 30;
const DELETE_SECONDS = 120;
const RELEASE_SECONDS = 10;

/** NAT gateways beside another one in the same VPC and zone. One per zone is never touched: it is what keeps a zone's failure to that zone. */
export const consolidateNat = (situation: Situation): Findings => {
  const remedies: Remedy[] = [];
  const held: Held[] = [];
  for (const [place, gateways] of byPlace(situation)) {
    const [first, ...others] = gateways;
    if (first === undefined) continue;
    held.push(keptOne(first, place, situation));
    for (const gateway of others) {
      const reason = reasonToKeep(gateway, place, situation);
      if (reason === null) remedies.push(remove(gateway, first, situation));
      else held.push(heldOn(targetOf(gateway), reason.code, reason.text));
    }
  }
  return { remedies, held };
};

interface Place {
  readonly vpcId: string | null;
  readonly zone: string | null;
}

const targetOf = (gateway: NatGatewayState): Target => ({ kind: 'NatGateway', name: gateway.natGatewayId });

/** The one that is left alone is the one that stays; else the oldest, which most routes and partners know. */
const byPlace = ({ input, excluded, zoneOfSubnet }: Situation): readonly (readonly [Place, readonly NatGatewayState[]])[] => {
  const groups = new Map<string, { place: Place; gateways: NatGatewayState[] }>();
  for (const gateway of input.state.nat_gateways ?? []) {
    if (gateway.state !== null && gateway.state !== 'available') continue;
    if (gateway.connectivityType === 'private') continue;
    const place = { vpcId: gateway.vpcId, zone: zoneOfSubnet.get(gateway.subnetId ?? '') ?? null };
    const key = JSON.stringify(place);
    const group = groups.get(key) ?? { place, gateways: [] };
    group.gateways.push(gateway);
    groups.set(key, group);
  }
  const untouchable = (gateway: NatGatewayState): number => (off(gateway, excluded) === null ? 1 : 0);
  const order = (one: NatGatewayState, other: NatGatewayState): number =>
    untouchable(one) - untouchable(other) || (one.createdAt ?? Infinity) - (other.createdAt ?? Infinity) || compareText(one.natGatewayId, other.natGatewayId);
  return [...groups.values()].map(({ place, gateways }) => [place, gateways.sort(order)] as const);
};

const off = (gateway: NatGatewayState, excluded: ReadonlySet<string>): Reason | null => handsOff([gateway.natGatewayId], gateway.optOut, excluded);

const keptOne = (gateway: NatGatewayState, { zone }: Place, { excluded }: Situation): Held => {
  const reason = off(gateway, excluded);
  if (reason !== null) return heldOn(targetOf(gateway), reason.code, reason.text);
  return zone === null
    ? heldOn(targetOf(gateway), 'ZONE_UNKNOWN', 'no object in its subnet says in which zone it stands, so it may be the only one there')
    : heldOn(targetOf(gateway), 'ZONE_RESILIENCE', `it is the gateway of ${zone}: without it the zone would depend on another one, and its traffic would pay for crossing zones`);
};

const reasonToKeep = (gateway: NatGatewayState, { vpcId, zone }: Place, situation: Situation): Reason | null => {
  const reason = off(gateway, situation.excluded);
  if (reason !== null) return reason;
  if (vpcId === null || zone === null) return { code: 'ZONE_UNKNOWN', text: 'no object in its subnet says in which VPC and zone it stands, so it may be the only one there' };
  const carried = addressesOf(gateway, situation).map((address) => handsOff([address.publicIp, address.allocationId], address.optOut, situation.excluded)).find((found) => found !== null);
  if (carried !== undefined) return carried;
  return unpriced(situation.ratesIn(zone), (rates) => [rates.nat_gateway_hour, rates.public_ipv4_hour], 'a NAT gateway or its address');
};

const addressesOf = (gateway: NatGatewayState, { byOwner }: Situation): readonly PublicAddress[] => byOwner.get(gateway.natGatewayId) ?? [];

const remove = (gateway: NatGatewayState, stays: NatGatewayState, situation: Situation): Remedy => {
  const addresses = addressesOf(gateway, situation);
  const hourly = (situation.rates?.nat_gateway_hour ?? 0) + addresses.reduce((sum, address) => sum + chargedHour(address, situation.rates), 0);
  return {
    action: 'delete_nat_gateway',
    target: targetOf(gateway),
    saving: perMonth(usdPerHour(hourly)),
    risk: 'medium',
    reasons: [
      { code: 'SECOND_NAT_GATEWAY', text: `${stays.natGatewayId} stands in the same VPC and zone: the zone keeps a gateway of its own` },
      { code: 'SOURCE_ADDRESS_CHANGES', text: 'what went out through it comes from another address afterwards: look for the old one in the allow lists of partners first' },
    ],
    addresses,
    remedy: 'consolidate_nat_gateways',
    more: { nat_gateway_id: gateway.natGatewayId, kept_nat_gateway_id: stays.natGatewayId },
    steps: stepsOf(gateway, stays, addresses),
    preconditions: [
      { code: 'NAT_GATEWAY_AVAILABLE', target: targetOf(stays) },
      { code: 'ROUTES_MOVED', target: targetOf(gateway), text: 'no route table leads to it any more' },
    ],
  };
};

const stepsOf = (gateway: NatGatewayState, stays: NatGatewayState, addresses: readonly PublicAddress[]): readonly StepDraft[] => {
  const target = targetOf(gateway);
  const id = gateway.natGatewayId;
  const releases = addresses.filter(({ allocationId, ownPool }) => allocationId !== null && !ownPool);
  return [
    { key: `tag ${id}`, after: [], phase: 'tag', action: 'create_tags', target, seconds: TAG_SECONDS, rollback: 'delete_tags', destructive: false },
    { key: `routes ${id}`, after: [`tag ${id}`], phase: 'route', action: 'replace_route', target, seconds: ROUTE_SECONDS, rollback: 'replace_route', destructive: false, details: { to: stays.natGatewayId } },
    { key: `delete ${id}`, after: [`routes ${id}`], phase: 'delete', action: 'delete_nat_gateway', target, seconds: DELETE_SECONDS, rollback: null, destructive: true },
    ...releases.map((address): StepDraft => ({
      key: `release ${nameOf(address)}`,
      after: [`delete ${id}`],
      phase: 'release',
      action: 'release_address',
      target: { kind: 'Address', name: nameOf(address) },
      seconds: RELEASE_SECONDS,
      rollback: null,
      destructive: true,
      details: { allocation_id: address.allocationId },
    })),
  ];
};
