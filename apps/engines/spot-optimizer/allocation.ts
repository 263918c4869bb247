/**
 * The cheapest set of nodes under the layers, exactly.
 *
 * All nodes wanted are alike, so a plan is a count per pool. Without the zone layer that is easy: put the least number of on-demand nodes
 * where they are cheapest, and fill up with the cheapest places, each pool up to its room; swapping any other node for a cheaper free place
 * never breaks a rule, so no plan is cheaper. The zone layer asks for k zones that are not covered yet. Some set of k such zones holds a
 * node in the best plan; in each of them, if it holds a spot node there, swapping that for the zone's cheapest place costs nothing. So
 * it is enough to try every set of k zones with, in each zone, either its cheapest spot place or its on-demand offer taken
 * first, and to fill the rest as above. By the same swap, spot need only be tried in the k zones where it is cheapest, and on-demand
 * in the k zones where that is: of k cheaper zones, one would be free to take the dearer one's part. So there are at most 2k zones to choose from.
 */
export interface Place {
  /** Index into the caller's own list. */
  readonly id: number;
  /** null: a zone that may be one of the others under another name, so it counts for none. */
  readonly zone: string | null;
  /** USD an hour, in expectation. */
  readonly cost: number;
  /** How many nodes it can take. */
  readonly room: number;
}

/** On-demand in one zone. */
export type Offer = Omit<Place, 'room'>;

export interface Problem {
  readonly nodes: number;
  /** Cheapest first. */
  readonly spot: readonly Place[];
  /** Cheapest first; its room is not limited. */
  readonly onDemand: readonly Offer[];
  readonly minOnDemand: number;
  readonly coveredZones: ReadonlySet<string>;
  readonly minZones: number;
  readonly atLeastOneSpot: boolean;
}

export interface Allocation {
  readonly spot: ReadonlyMap<number, number>;
  readonly onDemand: ReadonlyMap<number, number>;
  /** USD an hour, in expectation. */
  readonly cost: number;
}

/** null: no plan satisfies the rules. */
export const cheapestAllocation = (problem: Problem): Allocation | null => {
  const spot = problem.spot.filter((place) => place.room > 0);
  const wanting = Math.max(0, problem.minZones - problem.coveredZones.size);
  let best: Allocation | null = null;
  for (const first of firstTaken(problem, spot, wanting)) {
    const forced = problem.atLeastOneSpot ? withOneSpot(first, spot) : first;
    const plan = forced === null ? null : filled(problem, spot, forced);
    if (plan !== null && (best === null || plan.cost < best.cost - SAME_COST)) best = plan;
  }
  return best;
};

/** USD an hour: plans that differ by less are equal, their sums were only added up in another order. */
const SAME_COST = 1e-12;

/** Places that are taken whatever the rest is. */
interface Taken {
  readonly spot: readonly Place[];
  readonly onDemand: readonly Offer[];
}

const NOTHING: Taken = { spot: [], onDemand: [] };

const withOneSpot = (taken: Taken, spot: readonly Place[]): Taken | null => {
  const [cheapest] = spot;
  if (taken.spot.length > 0) return taken;
  return cheapest === undefined ? null : { ...taken, spot: [cheapest] };
};

/** Every way to cover the wanting zones; kept small by trying each kind of place only where it is cheapest. */
const firstTaken = (problem: Problem, spot: readonly Place[], wanting: number): readonly Taken[] => {
  const spotByZone = cheapestByZone(spot, problem.coveredZones, wanting);
  const onDemandByZone = cheapestByZone(problem.onDemand, problem.coveredZones, wanting);
  const zones = [...new Set([...spotByZone.keys(), ...onDemandByZone.keys()])].sort();
  const ways: Taken[] = [];
  const choose = (from: number, left: number, taken: Taken): void => {
    if (left === 0) ways.push(taken);
    for (let index = from; left > 0 && index <= zones.length - left; index += 1) {
      const spotPlace = spotByZone.get(zones[index] ?? '');
      const onDemandPlace = onDemandByZone.get(zones[index] ?? '');
      if (spotPlace !== undefined) choose(index + 1, left - 1, { ...taken, spot: [...taken.spot, spotPlace] });
      if (onDemandPlace !== undefined) choose(index + 1, left - 1, { ...taken, onDemand: [...taken.onDemand, onDemandPlace] });
    }
  };
  if (wanting <= problem.nodes) choose(0, wanting, NOTHING);
  return ways;
};

const cheapestByZone = <P extends { readonly zone: string | null }>(places: readonly P[], covered: ReadonlySet<string>, howMany: number): ReadonlyMap<string, P> => {
  const cheapest = new Map<string, P>();
  for (const place of places) {
    if (cheapest.size === howMany) break;
    const { zone } = place;
    if (zone !== null && !covered.has(zone) && !cheapest.has(zone)) cheapest.set(zone, place);
  }
  return cheapest;
};

const filled = (problem: Problem, spot: readonly Place[], taken: Taken): Allocation | null => {
  const cheapest: Offer = problem.onDemand[0] ?? NO_OFFER;
  const buffer = Math.max(0, problem.minOnDemand - taken.onDemand.length);
  const free = problem.nodes - taken.spot.length - taken.onDemand.length - buffer;
  if (free < 0) return null;
  const plan = new Draft();
  for (const place of taken.spot) plan.addSpot(place, 1);
  for (const place of taken.onDemand) plan.addOnDemand(place, 1);
  let left = free;
  for (const place of spot) {
    // At equal cost on-demand is the better node: it is never interrupted.
    if (left === 0 || cheapest.cost <= place.cost) break;
    const taking = Math.min(left, place.room - plan.inPool(place));
    plan.addSpot(place, taking);
    left -= taking;
  }
  spread(plan, problem.onDemand.length === 0 ? [NO_OFFER] : problem.onDemand, buffer + left);
  return Number.isFinite(plan.cost) ? plan : null;
};

/** Of offers that cost the same, none should take all: a zone can fail. */
const spread = (plan: Draft, offers: readonly Offer[], nodes: number): void => {
  const cheapest = offers.filter((offer) => offer.cost === offers[0]?.cost);
  cheapest.forEach((offer, index) => plan.addOnDemand(offer, Math.ceil((nodes - index) / cheapest.length)));
};

/** Stands for on-demand where nothing is offered: a plan that needs it costs more than any. */
const NO_OFFER: Offer = { id: -1, zone: null, cost: Number.POSITIVE_INFINITY };

class Draft implements Allocation {
  readonly spot = new Map<number, number>();
  readonly onDemand = new Map<number, number>();
  cost = 0;

  inPool(place: Place): number {
    return this.spot.get(place.id) ?? 0;
  }

  addSpot(place: Place, nodes: number): void {
    this.add(this.spot, place, nodes);
  }

  addOnDemand(place: Offer, nodes: number): void {
    this.add(this.onDemand, place, nodes);
  }

  private add(counts: Map<number, number>, place: Offer, nodes: number): void {
    if (nodes <= 0) return;
    counts.set(place.id, (counts.get(place.id) ?? 0) + nodes);
    this.cost += nodes * place.cost;
  }
}
