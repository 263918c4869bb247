import type { FetchBasis, TypeBasis } from '@ml/contracts/price-coverage';

/** What a type of a region probably has: pools, and changes a day of all of them together. */
export interface Expected {
  readonly pools: number;
  readonly changes_per_day: number;
}

export type Expectations = (region: string, type: TypeBasis) => Expected;

/** Linux and Windows: what is fetched unless an installation wants others. */
const USUAL_PRODUCTS = 2;
/** Most regions have three zones. */
const USUAL_POOLS = 3 * USUAL_PRODUCTS;
/** A month of 50 types in two regions of six zones is expected to be 150,000 records: 150,000 / (28 days x 100) = 53.6 for a type and day, 4.5 for a pool. */
const USUAL_CHANGES_PER_POOL = 150_000 / (28 * 50 * 2) / (6 * USUAL_PRODUCTS);

interface Seen {
  readonly changes: number;
  readonly pools: number;
  readonly types: number;
}

/**
 * What was seen of the type itself; else, by the number of its pools, what similar pools produced: the type in the other regions, its family in the
 * region, all types of the region, all types of all regions; else a constant. A type of which no pool is known has as many as the others on average.
 */
export const estimateChanges = (bases: readonly FetchBasis[]): Expectations => {
  const changes = new Map<string, Seen>();
  const pools = new Map<string, Seen>();
  for (const { region, types } of bases) {
    for (const type of types) {
      if (type.pools === 0) continue;
      for (const key of keysOf(region, type.instance_type)) {
        add(pools, key, { changes: 0, pools: type.pools });
        if (type.changes_per_day !== null) add(changes, key, { changes: type.changes_per_day, pools: type.pools });
      }
    }
  }
  return (region, type) => {
    const keys = keysOf(region, type.instance_type);
    if (type.changes_per_day !== null) return { pools: type.pools, changes_per_day: type.changes_per_day };
    const others = first(pools, keys);
    const count = type.pools > 0 ? type.pools : others === undefined ? USUAL_POOLS : others.pools / others.types;
    const similar = first(changes, keys);
    return { pools: count, changes_per_day: count * (similar === undefined ? USUAL_CHANGES_PER_POOL : similar.changes / similar.pools) };
  };
};

const add = (seen: Map<string, Seen>, key: string, more: Omit<Seen, 'types'>): void => {
  const before = seen.get(key) ?? { changes: 0, pools: 0, types: 0 };
  seen.set(key, { changes: before.changes + more.changes, pools: before.pools + more.pools, types: before.types + 1 });
};

const first = (seen: ReadonlyMap<string, Seen>, keys: readonly string[]): Seen | undefined => keys.map((key) => seen.get(key)).find((found) => found !== undefined);

/** From the most similar to the least. */
const keysOf = (region: string, type: string): readonly string[] => [`type ${type}`, `family ${region} ${familyOf(type)}`, `region ${region}`, 'all'];

const familyOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('.')));
