import type { OperatingSystem, PoolFacts, PriceSnapshot, Product, TypeFacts } from '@ml/contracts/pricing';

const SYSTEM_BY_PRODUCT = {
  'Linux/UNIX': 'Linux',
  'Red Hat Enterprise Linux': 'RHEL',
  'SUSE Linux': 'SUSE',
  Windows: 'Windows',
} as const satisfies Readonly<Record<Product, OperatingSystem>>;

export const PRODUCTS = Object.keys(SYSTEM_BY_PRODUCT) as readonly Product[];

/** A region's prices for one product, indexed. */
export interface Market {
  readonly snapshot: PriceSnapshot;
  readonly product: Product;
  /** By name. */
  readonly types: readonly TypeFacts[];
  readonly zones: readonly string[];
  readonly type: (instanceType: string) => TypeFacts | undefined;
  readonly pool: (instanceType: string, zone: string) => PoolFacts | undefined;
  /** Where a type can be launched as far as anyone knows: its offerings, else the zones in which it has a price. */
  readonly zonesOf: (type: TypeFacts) => readonly string[];
  /** Every zone that any source names for the type. */
  readonly namedZonesOf: (type: TypeFacts) => readonly string[];
  /** Types that have a price but no entry in the catalogue: nobody knows how large they are. */
  readonly uncatalogued: readonly string[];
  /** USD an hour; undefined when unknown. */
  readonly onDemand: (type: TypeFacts) => number | undefined;
}

/** Sorted throughout, so that nothing depends on the order in which a snapshot lists things. */
export const marketOf = (snapshot: PriceSnapshot, product: Product): Market => {
  const types = new Map<string, TypeFacts>();
  for (const type of [...snapshot.types].sort(byName)) types.set(type.instance_type, type);
  const pools = new Map<string, Map<string, PoolFacts>>();
  const zones = new Set<string>();
  for (const pool of snapshot.pools) {
    zones.add(pool.availability_zone);
    if (pool.product !== product || !(pool.price > 0)) continue;
    const ofType = pools.get(pool.instance_type) ?? new Map<string, PoolFacts>();
    pools.set(pool.instance_type, ofType.set(pool.availability_zone, pool));
  }
  for (const type of snapshot.types) type.availability_zones?.forEach((zone) => zones.add(zone));
  const system = SYSTEM_BY_PRODUCT[product];
  return {
    snapshot,
    product,
    types: [...types.values()],
    zones: [...zones].sort(),
    type: (instanceType) => types.get(instanceType),
    pool: (instanceType, zone) => pools.get(instanceType)?.get(zone),
    zonesOf: (type) => [...(type.availability_zones ?? pools.get(type.instance_type)?.keys() ?? [])].sort(),
    namedZonesOf: (type) => [...new Set([...(type.availability_zones ?? []), ...(pools.get(type.instance_type)?.keys() ?? [])])].sort(),
    uncatalogued: [...pools.keys()].filter((name) => !types.has(name)).sort(),
    onDemand: (type) => positive(type.on_demand[system]),
  };
};

/** A price of zero is a hole in a list, not a gift. */
const positive = (price: number | undefined): number | undefined => (price !== undefined && price > 0 ? price : undefined);

const byName = (one: TypeFacts, other: TypeFacts): number => (one.instance_type < other.instance_type ? -1 : 1);
