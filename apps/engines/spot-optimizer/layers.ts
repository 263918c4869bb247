import { zoneNaming, zonesAtLeast } from './zones';

export type LayerName = 'min_risk_score' | 'min_availability_zones' | 'max_pool_allocation' | 'min_on_demand_buffer' | 'no_unsafe_pool';

/** The layers as rules, before a number of nodes is known. */
export interface LayerRules {
  readonly minSafety: number;
  readonly minZones: number;
  readonly maxPoolPct: number;
  readonly minOnDemandPct: number;
}

/** The layers for a set of N nodes, in nodes. */
export interface Limits {
  readonly minSafety: number;
  readonly minZones: number;
  readonly poolCap: number;
  readonly minOnDemand: number;
}

/** A node of the set that is judged; null where nobody knows. */
export interface FleetNode {
  readonly instanceType: string | null;
  readonly zone: string | null;
  readonly capacityType: 'spot' | 'on-demand' | null;
}

export interface Layer {
  readonly layer: LayerName;
  readonly unit: string;
  readonly limit: number;
  /** null: cannot be known. */
  readonly value: number | null;
  readonly holds: boolean;
}

/** What is known about the safety of a pool; null when it cannot be scored. */
export interface PoolSafety {
  readonly safety: number | null;
  /** CONFIRMED_RISKY or blocked for want of capacity. */
  readonly unsafe: boolean;
}

/** Percentages such as 20 of 15 are exact; the tolerance is for those such as 33.3. */
const TOLERANCE = 1e-9;

/** Whole nodes: caps are rounded down, buffers up. */
export const limitsFor = (rules: LayerRules, nodes: number): Limits => ({
  minSafety: rules.minSafety,
  minZones: rules.minZones,
  poolCap: Math.floor((rules.maxPoolPct * nodes) / 100 + TOLERANCE),
  minOnDemand: Math.ceil((rules.minOnDemandPct * nodes) / 100 - TOLERANCE),
});

/** Some equal nodes of a set. */
export interface NodeGroup extends FleetNode {
  readonly count: number;
}

/**
 * Judges a whole set of nodes, however it came about.
 * Nodes of unknown capacity type are neither spot nor on-demand: they help no buffer and fill no pool.
 */
export const judged = (groups: readonly NodeGroup[], limits: Limits, safetyOf: (instanceType: string, zone: string) => PoolSafety): readonly Layer[] => {
  const spot = groups.filter((group) => group.capacityType === 'spot');
  const load = poolLoad(spot);
  const zones = new Set(groups.flatMap((group) => (group.zone === null ? [] : [group.zone])));
  const zoneCount = zonesAtLeast(zones);
  const onDemand = groups.filter((group) => group.capacityType === 'on-demand').reduce((sum, group) => sum + group.count, 0);
  const safeties = spot.map((group) => (group.instanceType === null || group.zone === null ? UNKNOWN_POOL : safetyOf(group.instanceType, group.zone)));
  const largest = Math.max(0, ...spot.map(load));
  const unsafe = safeties.filter((pool) => pool.unsafe).length;
  const worst = worstSafety(safeties);
  return [
    { layer: 'min_risk_score', unit: 'safety score', limit: limits.minSafety, value: worst, holds: worst !== null && worst >= limits.minSafety },
    { layer: 'min_availability_zones', unit: 'zones', limit: limits.minZones, value: zoneCount, holds: zoneCount >= limits.minZones },
    { layer: 'max_pool_allocation', unit: 'nodes in one pool', limit: limits.poolCap, value: largest, holds: largest <= limits.poolCap },
    { layer: 'min_on_demand_buffer', unit: 'nodes', limit: limits.minOnDemand, value: onDemand, holds: onDemand >= limits.minOnDemand },
    { layer: 'no_unsafe_pool', unit: 'pools', limit: 0, value: unsafe, holds: unsafe === 0 },
  ];
};

/**
 * How many of the nodes are in one pool, at most: where some zones are given by name and some by id, any name may mean any id,
 * so the fullest pool of the type under the other naming is counted in.
 */
export const poolLoad = (spot: readonly NodeGroup[]): ((pool: Pick<FleetNode, 'instanceType' | 'zone'>) => number) => {
  const types = new Map<string | null, Map<string, number>>();
  for (const { instanceType, zone, count } of spot) {
    const zones = types.get(instanceType) ?? new Map<string, number>();
    types.set(instanceType, zones.set(zone ?? '', (zones.get(zone ?? '') ?? 0) + count));
  }
  return ({ instanceType, zone }) => {
    const zones = types.get(instanceType);
    if (zones === undefined) return 0;
    const others = [...zones].filter(([other]) => zoneNaming(other) !== zoneNaming(zone ?? '')).map(([, count]) => count);
    return (zones.get(zone ?? '') ?? 0) + Math.max(0, ...others);
  };
};

const UNKNOWN_POOL: PoolSafety = { safety: null, unsafe: false };

export const poolName = (node: FleetNode): string => `${node.instanceType ?? '?'}/${node.zone ?? '?'}`;

/** Of no spot node at all: 1, nothing can be interrupted. */
const worstSafety = (pools: readonly PoolSafety[]): number | null =>
  pools.reduce<number | null>((worst, pool) => (worst === null || pool.safety === null ? null : Math.min(worst, pool.safety)), 1);
