import type { Held, Reason, Target } from '@ml/contracts/decision';
import type { StepDraft } from '@ml/engine-kernel/plan';
import { instanceIdOf } from '@ml/state/aws/identity';
import type { InstanceState } from '@ml/state/aws/instance';
import type { NodeState } from '@ml/state/kubernetes/node';
import { optedOut } from '@ml/state/opt-out';
import { usdPerHour } from '@ml/units/brand';
import { compareText } from '@ml/units/compare-text';
import { perMonth, roundTo, roundToCents } from '@ml/units/money';
import { chargedHour } from './costs';
import { trafficByNode, type NodeTraffic } from './node-traffic';
import type { PublicAddress } from './public-address';
import { firstOptOut, handsOff, heldOn, unpriced, type Findings, type Remedy, type Situation } from './situation';

const CREATE_SECONDS = 300;
const CORDON_SECONDS = 5;
const DRAIN_SECONDS = 300;
const TERMINATE_SECONDS = 60;

interface PublicNode {
  readonly node: NodeState;
  readonly instance: InstanceState;
  readonly addresses: readonly PublicAddress[];
}

interface Group {
  readonly vpcId: string;
  readonly zone: string;
  readonly nodes: readonly PublicNode[];
}

/** Nodes with an address of their own, zone by zone, against what a NAT gateway there would cost. */
export const privateNodes = (situation: Situation): Findings => {
  const held: Held[] = [];
  const movable: PublicNode[] = [];
  const candidates = publicNodes(situation);
  const context = { ...situation, claims: Map.groupBy(candidates, ({ instance }) => instance.instanceId), pinned: pinnedBy(situation) };
  for (const candidate of candidates) {
    const reason = reasonToStay(candidate, context);
    if (reason === null) movable.push(candidate);
    else held.push(heldOn(nodeTarget(candidate), reason.code, reason.text));
  }
  const traffic = trafficByNode(situation.input.state.network, situation.input.config.node_overhead_gb);
  const found = groupsOf(movable).map((group) => judged(group, traffic, situation));
  return { remedies: found.flatMap(({ remedies }) => remedies), held: [...held, ...found.flatMap((one) => one.held)] };
};

const nodeTarget = ({ node }: PublicNode): Target => ({ kind: 'Node', name: node.name });
const groupTarget = ({ vpcId, zone }: Group): Target => ({ kind: 'Zone', name: `${vpcId}/${zone}` });

const publicNodes = ({ input, byOwner }: Situation): readonly PublicNode[] => {
  const instances = new Map((input.state.instances ?? []).map((instance) => [instance.instanceId, instance]));
  return (input.state.nodes ?? []).flatMap((node) => {
    const instance = instances.get(instanceIdOf(node.providerId) ?? '');
    const addresses = instance === undefined ? [] : (byOwner.get(instance.instanceId) ?? []).filter(({ ownerKind }) => ownerKind === 'instance');
    return instance === undefined || addresses.length === 0 ? [] : [{ node, instance, addresses }];
  });
};

interface Staying extends Situation {
  /** By machine. */
  readonly claims: ReadonlyMap<string, readonly PublicNode[]>;
  /** By node: what a pod on it says. */
  readonly pinned: ReadonlyMap<string, string>;
}

const pinnedBy = ({ input }: Situation): ReadonlyMap<string, string> =>
  new Map((input.state.pods ?? []).flatMap(({ node, optOut }) => (optedOut(optOut, input.now) ? [[node, optOut.key] as const] : [])));

const reasonToStay = ({ node, instance, addresses }: PublicNode, { excluded, ratesIn, claims, pinned }: Staying): Reason | null => {
  const names = [node.name, instance.instanceId, ...addresses.flatMap(({ publicIp, allocationId }) => [publicIp, allocationId])];
  const off = handsOff(names, firstOptOut([node.optOut, instance.optOut, pinned.get(node.name) ?? null, ...addresses.map((address) => address.optOut)]), excluded);
  if (off !== null) return off;
  if ((claims.get(instance.instanceId)?.length ?? 0) > 1) return { code: 'MACHINE_CLAIMED_TWICE', text: `more than one node says that it is ${instance.instanceId}` };
  if (addresses.some(({ allocationId }) => allocationId !== null)) return { code: 'ELASTIC_ADDRESS', text: 'somebody gave this node an Elastic IP address, which is done for those who look for it there' };
  if (instance.zone === null || instance.vpcId === null) return { code: 'ZONE_UNKNOWN', text: 'its machine does not say in which VPC and zone it stands' };
  return unpriced(ratesIn(instance.zone), (known) => [known.public_ipv4_hour, known.nat_gateway_hour, known.nat_gateway_gb], 'a public address or a NAT gateway');
};

const groupsOf = (nodes: readonly PublicNode[]): readonly Group[] =>
  [...Map.groupBy(nodes, ({ instance }) => `${instance.vpcId ?? ''}/${instance.zone ?? ''}`)]
    .sort(([one], [other]) => compareText(one, other))
    .map(([, members]) => ({ vpcId: members[0]?.instance.vpcId ?? '', zone: members[0]?.instance.zone ?? '', nodes: members }));

/** USD a month. */
interface BreakEven {
  readonly addresses: number;
  /** A gateway and its address where the zone has none yet. */
  readonly fixed: number;
  readonly least: number;
  readonly most: number;
  readonly gatewayThere: boolean;
}

const judged = (group: Group, traffic: ReadonlyMap<string, NodeTraffic>, situation: Situation): Findings => {
  const even = breakEven(group, traffic, situation);
  const figures = { nodes: group.nodes.length, addresses_monthly: roundToCents(even.addresses), nat_monthly_at_least: roundToCents(even.fixed + even.least) };
  const hold = (code: string, text: string): Findings => ({ remedies: [], held: [{ ...heldOn(groupTarget(group), code, text), details: figures }] });
  if (even.fixed + even.least >= even.addresses) return hold('NAT_DEARER', `a NAT gateway would cost more than the addresses of these ${group.nodes.length} nodes`);
  if (!Number.isFinite(even.most)) return hold('TRAFFIC_UNKNOWN', 'what these nodes send and receive is not known, and a NAT gateway is paid for by the GB as well');
  if (even.fixed + even.most >= even.addresses) return hold('BREAK_EVEN_UNSURE', 'of what these nodes move only a part leaves the VPC; if most of it does, a NAT gateway costs more than the addresses');
  const saving = even.addresses - even.fixed - even.most;
  if (saving < situation.input.config.min_monthly_savings) return hold('BELOW_MINIMUM', `less than ${situation.input.config.min_monthly_savings} USD a month would be saved`);
  if (situation.input.state.pods === null) return hold('PODS_NOT_SENT', 'these nodes would be drained, and without current_state.pods nobody can tell whether a pod on them is not to be disturbed');
  return { remedies: [move(group, even, saving)], held: [] };
};

const GONE = ['deleted', 'deleting', 'failed'];

const hasGateway = ({ vpcId, zone }: Group, { input, zoneOfSubnet }: Situation): boolean =>
  (input.state.nat_gateways ?? []).some(
    (gateway) => gateway.vpcId === vpcId && !GONE.includes(gateway.state ?? '') && gateway.connectivityType !== 'private' && zoneOfSubnet.get(gateway.subnetId ?? '') === zone,
  );

const breakEven = (group: Group, traffic: ReadonlyMap<string, NodeTraffic>, situation: Situation): BreakEven => {
  const gatewayThere = hasGateway(group, situation);
  const { public_ipv4_hour: address, nat_gateway_hour: gateway, nat_gateway_gb: gb } = pricesOf(situation);
  const sum = (of: (node: PublicNode) => number): number => group.nodes.reduce((total, node) => total + of(node), 0);
  return {
    addresses: perMonth(usdPerHour(sum(({ addresses }) => addresses.reduce((total, one) => total + chargedHour(one, situation.rates), 0)))),
    fixed: gatewayThere ? 0 : perMonth(usdPerHour(gateway + address)),
    least: gb * sum(({ node }) => traffic.get(node.name)?.least ?? 0),
    most: gb * sum(({ node }) => traffic.get(node.name)?.most ?? Number.POSITIVE_INFINITY),
    gatewayThere,
  };
};

type Prices = Readonly<Record<'public_ipv4_hour' | 'nat_gateway_hour' | 'nat_gateway_gb', number>>;

/** All of them known: nodes without these prices are held before. */
const pricesOf = ({ rates }: Situation): Prices => ({
  public_ipv4_hour: rates?.public_ipv4_hour ?? 0,
  nat_gateway_hour: rates?.nat_gateway_hour ?? 0,
  nat_gateway_gb: rates?.nat_gateway_gb ?? 0,
});

const move = (group: Group, even: BreakEven, saving: number): Remedy => {
  const target = groupTarget(group);
  return {
    action: 'move_nodes_to_private_subnets',
    target,
    saving,
    risk: 'high',
    reasons: [
      { code: 'PAST_NAT_BREAK_EVEN', text: `the addresses of ${group.nodes.length} nodes cost ${roundTo(even.addresses, 2)} USD a month, a NAT gateway with all they move at most ${roundTo(even.fixed + even.most, 2)}` },
      { code: 'NODES_ARE_REPLACED', text: 'an address cannot be taken from a running node: new nodes come in private subnets, the old ones are drained' },
    ],
    addresses: group.nodes.flatMap(({ addresses }) => addresses),
    remedy: 'private_subnets',
    more: { nodes: group.nodes.map(({ node }) => node.name), nat_gateway: even.gatewayThere ? 'existing' : 'new', nat_monthly_at_most: roundToCents(even.fixed + even.most) },
    steps: stepsOf(group, even),
    preconditions: [
      { code: 'PRIVATE_SUBNET_WITH_ROUTE', target, text: 'a private subnet of this zone leads to the NAT gateway' },
      { code: 'NOT_REACHED_FROM_OUTSIDE', target, text: 'nobody reaches these nodes by their own addresses: node ports, SSH' },
    ],
  };
};

const stepsOf = (group: Group, { gatewayThere }: BreakEven): readonly StepDraft[] => {
  const target = groupTarget(group);
  const id = target.name;
  const shared = { target, rollback: null, destructive: false } as const;
  const gateway: StepDraft = { ...shared, key: `gateway ${id}`, after: [], phase: 'prepare', action: 'create_nat_gateway', seconds: CREATE_SECONDS, rollback: 'delete_nat_gateway' };
  return [
    ...(gatewayThere ? [] : [gateway]),
    { ...shared, key: `group ${id}`, after: gatewayThere ? [] : [gateway.key], phase: 'prepare', action: 'create_nodegroup', seconds: CREATE_SECONDS, rollback: 'delete_nodegroup', details: { count: group.nodes.length, availability_zone: group.zone } },
    ...group.nodes.flatMap(({ node, instance }): readonly StepDraft[] => {
      const on = { kind: 'Node', name: node.name };
      return [
        { ...shared, key: `cordon ${node.name}`, after: [`group ${id}`], phase: 'cordon', action: 'cordon_node', target: on, seconds: CORDON_SECONDS, rollback: 'uncordon_node' },
        { ...shared, key: `drain ${node.name}`, after: [`cordon ${node.name}`], phase: 'drain', action: 'drain_node', target: on, seconds: DRAIN_SECONDS, destructive: true },
        { ...shared, key: `terminate ${node.name}`, after: [`drain ${node.name}`], phase: 'terminate', action: 'terminate_instances', target: on, seconds: TERMINATE_SECONDS, destructive: true, details: { instance_id: instance.instanceId } },
      ];
    }),
  ];
};
