import type { Held } from '@ml/contracts/decision';
import type { NodeState } from '@ml/state/kubernetes/node';
import type { Wanted } from './ask';
import { poolName, type FleetNode } from './layers';
import type { Market } from './market';

/** A node that is to be replaced: everything about it is known. */
export interface LeavingNode {
  /** null: the request describes it, the state does not list it. */
  readonly name: string | null;
  readonly providerId: string | null;
  /** Who would start another in its place. */
  readonly nodePool: string | null;
  readonly instanceType: string;
  readonly zone: string | null;
  readonly capacityType: 'spot' | 'on-demand';
  /** USD an hour. */
  readonly price: number;
}

export interface Fleet {
  /** `add`: nodes are wanted. `swap`: `requirements.current` gives way. `renew`: the nodes of the state give way. */
  readonly mode: 'add' | 'swap' | 'renew';
  /** How many nodes the plan has to place. */
  readonly places: number;
  readonly staying: readonly FleetNode[];
  readonly leaving: readonly LeavingNode[];
  readonly held: readonly Held[];
  /** Paths of labels that are missing on nodes that stay. */
  readonly missing: readonly string[];
}

/** Nothing can be decided: why. */
export interface NoFleet {
  readonly held: readonly Held[];
}

/** Who stays, who leaves, how many come. */
export const fleetOf = (nodes: readonly NodeState[], wanted: Wanted, market: Market): Fleet | NoFleet => {
  const alive = nodes.filter((node) => !node.deleting);
  if (wanted.ask.current !== null) return swapped(alive, wanted, market);
  if (wanted.ask.count !== null) return added(alive, wanted.ask.count, market);
  if (nodes.length === 0) return { held: [heldAt('Request', 'requirements.count', { code: 'MISSING_FIELD', text: 'is missing, and no node is named that is to be replaced' })] };
  return renewed(nodes, wanted, market);
};

const added = (alive: readonly NodeState[], places: number, market: Market): Fleet => {
  const strangers = alive.filter((node) => node.instanceType !== null && market.type(node.instanceType) === undefined);
  const held = strangers.map((node) => heldAt('Node', node.name, { code: 'UNKNOWN_INSTANCE_TYPE', text: unknownType(node, market) }));
  return { mode: 'add', places, staying: alive, leaving: [], held, missing: missingLabels(alive) };
};

const unknownType = (node: FleetNode, market: Market): string => `is of type ${node.instanceType}, which nobody knows in ${market.snapshot.region}`;

const swapped = (alive: readonly NodeState[], { ask, constraints }: Wanted, market: Market): Fleet | NoFleet => {
  const current = ask.current;
  if (current === null) return { held: [] };
  const described = { instanceType: current.instance_type, zone: current.availability_zone, capacityType: current.capacity_type };
  const price = priceOf(described, market);
  if (typeof price !== 'number') return { held: [heldAt('InstanceType', current.instance_type, { code: price.code, text: `(requirements.current) ${price.text}` })] };
  const twins = alive.filter((node) => isTwin(node, described));
  const free = twins.filter((node) => untouchable(node, constraints.excluded) === null);
  const held = twins.flatMap((node) => optedOut(node, constraints.excluded));
  if (twins.length > 0 && free.length === 0) return { held };
  const wanted = ask.count ?? 1;
  const named = free.slice(0, wanted);
  // Where the state lists such nodes, no other is meant: one that is not listed might be one that is opted out.
  const leaving = twins.length > 0 ? named.map((node) => ({ ...described, ...identityOf(node), zone: node.zone, price })) : Array.from({ length: wanted }, () => ({ ...described, ...UNLISTED, price }));
  const fewer = heldAt('Request', 'requirements.count', { code: 'FEWER_NODES_THAN_ASKED', text: `asks for ${wanted}, but current_state has ${free.length} such nodes that may go` });
  const staying = alive.filter((node) => !named.includes(node));
  return { mode: 'swap', places: leaving.length, staying, leaving, held: leaving.length < wanted ? [...held, fewer] : held, missing: missingLabels(staying) };
};

const UNLISTED = { name: null, providerId: null, nodePool: null } as const;

const identityOf = ({ name, providerId, nodePool }: NodeState): Pick<LeavingNode, 'name' | 'providerId' | 'nodePool'> => ({ name, providerId, nodePool });

const isTwin = (node: FleetNode, described: FleetNode): boolean =>
  node.instanceType === described.instanceType && node.capacityType === described.capacityType && (described.zone === null || node.zone === described.zone);

const renewed = (nodes: readonly NodeState[], { constraints }: Wanted, market: Market): Fleet | NoFleet => {
  const held: Held[] = [];
  const leaving: LeavingNode[] = [];
  const staying: NodeState[] = [];
  for (const node of nodes) {
    const seen = leavingNode(node, constraints.excluded, market);
    if ('price' in seen) leaving.push(seen);
    else held.push(seen);
    if (!('price' in seen) && !node.deleting) staying.push(node);
  }
  if (leaving.length === 0) return { held: [...held, heldAt('Request', 'current_state.nodes', { code: 'NO_REPLACEABLE_NODE', text: 'holds no node that may be replaced' })] };
  return { mode: 'renew', places: leaving.length, staying, leaving, held, missing: missingLabels(staying) };
};

const leavingNode = (node: NodeState, excluded: readonly string[], market: Market): LeavingNode | Held => {
  const no = untouchable(node, excluded);
  if (no !== null) return heldAt('Node', node.name, no);
  const { instanceType, zone, capacityType } = node;
  if (instanceType === null || zone === null || capacityType === null) {
    return heldAt('Node', node.name, { code: 'NODE_LABELS_MISSING', text: 'does not say its instance type, zone and capacity type' });
  }
  const price = priceOf({ instanceType, zone, capacityType }, market);
  return typeof price === 'number' ? { ...identityOf(node), instanceType, zone, capacityType, price } : heldAt('Node', node.name, price);
};

interface No {
  readonly code: string;
  readonly text: string;
}

const untouchable = (node: NodeState, excluded: readonly string[]): No | null => {
  if (node.deleting) return { code: 'DELETING', text: 'is on its way out already' };
  if (node.controlPlane) return { code: 'CONTROL_PLANE', text: 'runs the control plane' };
  if (node.optOut !== null) return { code: 'OPTED_OUT', text: `is opted out by ${node.optOut}` };
  return excluded.includes(node.name) ? { code: 'EXCLUDED', text: 'is excluded by the request' } : null;
};

const optedOut = (node: NodeState, excluded: readonly string[]): readonly Held[] => {
  const no = untouchable(node, excluded);
  return no === null ? [] : [heldAt('Node', node.name, no)];
};

const priceOf = (node: FleetNode, market: Market): number | No => {
  const type = node.instanceType === null ? undefined : market.type(node.instanceType);
  if (type === undefined) return { code: 'UNKNOWN_INSTANCE_TYPE', text: unknownType(node, market) };
  const price = node.capacityType === 'spot' ? market.pool(type.instance_type, node.zone ?? '')?.price : market.onDemand(type);
  return price ?? { code: 'PRICE_UNKNOWN', text: `has no known ${node.capacityType} price (${poolName(node)})` };
};

const missingLabels = (staying: readonly FleetNode[]): readonly string[] => [
  ...(staying.some((node) => node.capacityType === null) ? ['current_state.nodes[].metadata.labels["karpenter.sh/capacity-type"]'] : []),
  ...(staying.some((node) => node.zone === null) ? ['current_state.nodes[].metadata.labels["topology.kubernetes.io/zone"]'] : []),
];

const heldAt = (kind: string, name: string, no: No): Held => ({ target: { kind, name }, code: no.code, text: `${name} ${no.text}` });
