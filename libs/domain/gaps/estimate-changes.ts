import type { FetchBasis, TypeBasis } from '@ml/contracts/price-coverage';

/** Six zones of four products: of a type about which nothing is known. */
const USUAL_POOLS = 6 * 4;

/** A type of which neither an offering nor a price was seen has as many pools as most. */
export const poolsOf = ({ pools, changes_per_day }: TypeBasis): number => (pools === 0 && changes_per_day === null ? USUAL_POOLS : pools);

/**
 * Changes a day of a pool of which nothing else is known. A month of 50 types in two regions is expected to be 150,000 records: 150,000 / (28 days x 100)
 * = 53.6 for a type and day.
 */
const CHANGES_PER_POOL = 150_000 / (28 * 50 * 2) / USUAL_POOLS;

/** Changes a day of all pools of a type in a region. */
export type ChangeRates = (region: string, type: TypeBasis) => number;

/**
 * What was seen of the type itself; else, by the number of its pools, what similar pools produced: the type in the other regions, its family in the
 * region, all types of the region, all types of all regions; else a constant.
 */
export const estimateChanges = (bases: readonly FetchBasis[]): ChangeRates => {
  const means = new Map<string, { changes: number; pools: number }>();
  for (const { region, types } of bases) {
    for (const type of types) {
      if (type.changes_per_day === null || type.pools === 0) continue;
      for (const key of keysOf(region, type.instance_type)) {
        const mean = means.get(key) ?? { changes: 0, pools: 0 };
        means.set(key, { changes: mean.changes + type.changes_per_day, pools: mean.pools + type.pools });
      }
    }
  }
  return (region, type) => {
    if (type.changes_per_day !== null) return type.changes_per_day;
    const known = keysOf(region, type.instance_type).map((key) => means.get(key)).find((mean) => mean !== undefined);
    return poolsOf(type) * (known === undefined ? CHANGES_PER_POOL : known.changes / known.pools);
  };
};

/** From the most similar to the least. */
const keysOf = (region: string, type: string): readonly string[] => [`type ${type}`, `family ${region} ${familyOf(type)}`, `region ${region}`, 'all'];

const familyOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('.')));
