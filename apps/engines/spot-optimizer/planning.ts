import { cheapestAllocation, type Allocation, type Place, type Problem } from './allocation';
import type { Candidate, OnDemandOption } from './candidates';
import type { Fleet } from './fleet';
import { judged, limitsFor, poolLoad, poolName, type FleetNode, type Layer, type LayerRules, type Limits, type NodeGroup } from './layers';
import type { Scorer } from './scorer';
import { ZONE_NAMINGS, zoneNaming, type ZoneNaming } from './zones';

/** Some equal nodes of a plan. */
export interface PlanLine {
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: 'spot' | 'on-demand';
  readonly count: number;
  /** USD an hour and node. */
  readonly price: number;
  readonly expectedCost: number;
  /** Of spot only. */
  readonly candidate: Candidate | null;
}

export interface Plan {
  readonly lines: readonly PlanLine[];
  /** Of the whole set after the change. */
  readonly layers: readonly Layer[];
  readonly nodesAfter: number;
  /** USD an hour for the nodes placed. */
  readonly expectedCost: number;
}

export interface PlanningInput {
  readonly fleet: Fleet;
  /** Cheapest in expectation first. */
  readonly candidates: readonly Candidate[];
  /** One per zone, cheapest first. */
  readonly onDemand: readonly OnDemandOption[];
  readonly rules: LayerRules;
  readonly scorer: Scorer;
}

/** `on_demand`: spot nodes would fit the layers, but the cheapest set has none. `broken`: the closest plan, with the layers it breaks. */
export type Planned = { readonly kind: 'spot' | 'on_demand' | 'broken'; readonly plan: Plan } | { readonly kind: 'none' };

export const planned = (input: PlanningInput): Planned => {
  const limits = limitsFor(input.rules, nodesAfter(input));
  const allocation = allocate(input, limits, false);
  const mixed = allocation === null || allocation.spot.size > 0 || !needsSpot(input.fleet);
  const possible = mixed ? allocation : allocate(input, limits, true);
  const plan = allocation === null || possible === null ? null : planOf(input, limits, allocation);
  if (plan !== null && plan.layers.every((layer) => layer.holds)) return { kind: mixed ? 'spot' : 'on_demand', plan };
  const closest = closestPlan(input, limits);
  return closest === null ? { kind: 'none' } : { kind: 'broken', plan: closest };
};

/** All on demand, spread as wide as the layers ask or as the region allows; null when nothing that fits has an on-demand price. */
export const onDemandPlan = (input: PlanningInput): Plan | null => {
  const limits = limitsFor(input.rules, nodesAfter(input));
  for (let minZones = limits.minZones; minZones >= 0; minZones -= 1) {
    const allocation = allocate({ ...input, candidates: [] }, { ...limits, minZones, minOnDemand: 0 }, false);
    if (allocation !== null) return planOf(input, limits, allocation);
  }
  return null;
};

const nodesAfter = ({ fleet }: PlanningInput): number => fleet.staying.length + fleet.places;

/**
 * The least broken plan for a set with a spot node in it. What gives first: the share of a pool, then the zones, and the on-demand buffer last.
 * Each gives no more than it must; scores and unsafe pools do not give at all.
 */
const closestPlan = (input: PlanningInput, strict: Limits): Plan | null => {
  const roomForOneSpot = standing(input.fleet, 'on-demand') + input.fleet.places - (needsSpot(input.fleet) ? 1 : 0);
  const buffers = new Set([strict.minOnDemand, Math.min(strict.minOnDemand, roomForOneSpot), 0]);
  for (const minOnDemand of buffers) {
    for (let minZones = strict.minZones; minZones >= 0; minZones -= 1) {
      const allocation = withSmallestCap(input, { ...strict, minOnDemand, minZones });
      if (allocation !== null) return planOf(input, strict, allocation);
    }
  }
  return null;
};

/** What fits under one cap fits under a larger one, so the smallest is found by halving. */
const withSmallestCap = (input: PlanningInput, limits: Limits): Allocation | null => {
  const withCap = (poolCap: number): Allocation | null => allocate(input, { ...limits, poolCap }, needsSpot(input.fleet));
  let low = limits.poolCap;
  let high = Math.max(low, nodesAfter(input));
  if (withCap(high) === null) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (withCap(middle) === null) low = middle + 1;
    else high = middle;
  }
  return withCap(high);
};

/** A set without any spot node needs no layers: it is no plan of this engine. */
const needsSpot = (fleet: Fleet): boolean => standing(fleet, 'spot') === 0;

const standing = (fleet: Fleet, capacityType: 'spot' | 'on-demand'): number => fleet.staying.filter((node) => node.capacityType === capacityType).length;

/** Where zones are given by name and by id, those of one naming must be enough: which of the two is cheaper is tried. */
const allocate = (input: PlanningInput, limits: Limits, atLeastOneSpot: boolean): Allocation | null => {
  let best: Allocation | null = null;
  for (const naming of namingsOf(input)) {
    const found = cheapestAllocation(problemOf(input, { limits, atLeastOneSpot, naming }));
    if (found !== null && (best === null || found.cost < best.cost)) best = found;
  }
  return best;
};

const namingsOf = ({ candidates, onDemand, fleet }: PlanningInput): readonly ZoneNaming[] => {
  const zones = [...candidates, ...onDemand, ...fleet.staying].map((place) => place.zone ?? '');
  const used = ZONE_NAMINGS.filter((naming) => zones.some((zone) => zoneNaming(zone) === naming));
  return used.length > 0 ? used : ['name'];
};

interface Terms {
  readonly limits: Limits;
  readonly atLeastOneSpot: boolean;
  readonly naming: ZoneNaming;
}

const problemOf = (input: PlanningInput, { limits, atLeastOneSpot, naming }: Terms): Problem => {
  const load = poolLoad(grouped(input.fleet.staying.filter((node) => node.capacityType === 'spot')));
  const counted = (zone: string): string | null => (zoneNaming(zone) === naming ? zone : null);
  return {
    nodes: input.fleet.places,
    spot: input.candidates.map((candidate, id): Place => ({
      id,
      zone: counted(candidate.zone),
      cost: candidate.expectedCost,
      room: limits.poolCap - load(candidate),
    })),
    onDemand: input.onDemand.map((option, id) => ({ id, zone: counted(option.zone), cost: option.price })),
    minOnDemand: Math.max(0, limits.minOnDemand - standing(input.fleet, 'on-demand')),
    coveredZones: new Set(input.fleet.staying.flatMap(({ zone }) => (zone === null ? [] : (counted(zone) ?? [])))),
    minZones: limits.minZones,
    atLeastOneSpot,
  };
};

const planOf = (input: PlanningInput, strict: Limits, allocation: Allocation): Plan => {
  const spot = [...allocation.spot].flatMap(([id, count]) => spotLine(input.candidates[id], count));
  const onDemand = [...allocation.onDemand].flatMap(([id, count]) => onDemandLine(input.onDemand[id], count));
  const lines = [...spot, ...onDemand];
  return {
    lines,
    layers: judged([...grouped(input.fleet.staying), ...lines], strict, input.scorer.safetyOf),
    nodesAfter: nodesAfter(input),
    expectedCost: lines.reduce((sum, line) => sum + line.count * line.expectedCost, 0),
  };
};

export const grouped = (nodes: readonly FleetNode[]): readonly NodeGroup[] => {
  const groups = new Map<string, { node: FleetNode; count: number }>();
  for (const node of nodes) {
    const key = `${poolName(node)}/${node.capacityType}`;
    groups.set(key, { node, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].map(({ node, count }) => ({ instanceType: node.instanceType, zone: node.zone, capacityType: node.capacityType, count }));
};

const spotLine = (candidate: Candidate | undefined, count: number): readonly PlanLine[] =>
  candidate === undefined
    ? []
    : [{ instanceType: candidate.instanceType, zone: candidate.zone, capacityType: 'spot', count, price: candidate.price, expectedCost: candidate.expectedCost, candidate }];

const onDemandLine = (option: OnDemandOption | undefined, count: number): readonly PlanLine[] =>
  option === undefined
    ? []
    : [{ instanceType: option.instanceType, zone: option.zone, capacityType: 'on-demand', count, price: option.price, expectedCost: option.price, candidate: null }];
