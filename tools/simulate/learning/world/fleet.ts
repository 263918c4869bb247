import { seedFor } from '@ml/domain/training/seed-for';
import { REGIONS } from './instance-types';
import type { TruePool, TrueWorld } from './true-world';
import { WorldDraws } from './world-draws';

/** Spot nodes of one customer's cluster in one pool, from hour to hour of the world. */
export interface Placement {
  readonly customer: string;
  /** Place of the pool among the world's. */
  readonly pool: number;
  readonly nodes: number;
  readonly from: number;
  readonly to: number;
  /** It reports each node by itself, with the event id of the notice; others report once, with how many. */
  readonly reportsNodes: boolean;
}

/** Customers come one after another within that time. */
const JOINING_HOURS = 90 * 24;
/** How long a customer stays with a pool before it chooses another one. */
const STAY_HOURS = 150 * 24;
const FEWEST_POOLS = 3;
const POOL_CHOICES = 4;
const MEAN_NODES = 2;
const MOST_NODES = 40;
/** Customers differ in size. */
const SIZE_SPREAD = 0.5;

/** Type by type as popular as 1, 1/2, 1/3 ...: a few are in everybody's templates. Zones are all the same. */
class Popularity {
  private readonly reach: readonly { readonly until: number; readonly pools: readonly number[] }[];
  private readonly total: number;

  constructor(world: TrueWorld, region: string) {
    const byType = new Map<string, number[]>();
    for (const [index, pool] of world.pools.entries()) if (pool.region === region) byType.set(pool.instance_type, [...(byType.get(pool.instance_type) ?? []), index]);
    const draws = new WorldDraws(seedFor(world.seed, `popularity ${region}`));
    const types = [...byType.values()].map((pools) => ({ pools, turn: draws.next() })).sort((one, other) => one.turn - other.turn);
    let until = 0;
    this.reach = types.map(({ pools }, rank) => ({ pools, until: (until += 1 / (rank + 1)) }));
    this.total = until;
  }

  choose(draws: WorldDraws): number {
    const at = draws.next() * this.total;
    const pools = this.reach.find(({ until }) => at < until)?.pools ?? [];
    return pools[draws.below(pools.length)] ?? 0;
  }
}

/** Who runs what until `end` (an hour of the world). Customer by customer its own draws: more of them change nothing about the first ones' pools. */
export const makeFleet = (world: TrueWorld, customers: number, end: number): readonly Placement[] => {
  const popularity = REGIONS.map((region) => new Popularity(world, region));
  return Array.from({ length: customers }, (_, index) => {
    const draws = new WorldDraws(seedFor(world.seed, `customer ${index}`));
    const home = popularity[draws.below(popularity.length)];
    const size = Math.exp(SIZE_SPREAD * draws.normal());
    const joins = Math.floor(((index + draws.next()) / customers) * JOINING_HOURS);
    const reportsNodes = draws.next() < 0.5;
    const places = FEWEST_POOLS + draws.below(POOL_CHOICES);
    return Array.from({ length: places }).flatMap(() => {
      const stays: Placement[] = [];
      for (let from = joins; from < end; ) {
        const to = Math.min(end, from + 1 + Math.floor(draws.exponential(STAY_HOURS)));
        const nodes = Math.min(MOST_NODES, Math.max(1, Math.round(size * draws.group(MEAN_NODES))));
        stays.push({ customer: `customer-${index}`, pool: home?.choose(draws) ?? 0, nodes, from, to, reportsNodes });
        from = to;
      }
      return stays;
    });
  }).flat();
};

export const hoursUntil = (fleet: readonly Placement[], hour: number): number =>
  fleet.reduce((sum, { nodes, from, to }) => sum + nodes * Math.max(0, Math.min(to, hour) - from), 0);

/** The hour of the world at which that many instance-hours have run; null when the fleet never gets there. */
export const hourOf = (fleet: readonly Placement[], instanceHours: number): number | null => {
  const end = fleet.reduce((latest, { to }) => Math.max(latest, to), 0);
  if (hoursUntil(fleet, end) < instanceHours) return null;
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (hoursUntil(fleet, middle) < instanceHours) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Who is there at that hour, as if they had always been there and stayed. */
export const fleetAt = (fleet: readonly Placement[], hour: number, [from, to]: readonly [number, number]): readonly Placement[] =>
  fleet.filter((placement) => placement.from <= hour && hour < placement.to).map((placement) => ({ ...placement, from, to }));

export const poolAt = (world: TrueWorld, index: number): TruePool => {
  const pool = world.pools[index];
  if (pool === undefined) throw new Error(`there is no pool ${index}`);
  return pool;
};
