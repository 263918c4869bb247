import { DAY_MS } from '@ml/units/time';
import { zoneNaming, type ZoneNaming } from './zones';
import type { OperatingSystem, PoolFacts, PriceSnapshot, Product, TypeFacts } from '@ml/contracts/pricing';

const SYSTEM_BY_PRODUCT = {
  'Linux/UNIX': 'Linux',
  'Red Hat Enterprise Linux': 'RHEL',
  'SUSE Linux': 'SUSE',
  Windows: 'Windows',
} as const satisfies Readonly<Record<Product, OperatingSystem>>;

/** AWS keeps 90 days of price changes: a price that is older than that beside the newest of its region is of a pool that nobody sells any more. */
const PRICE_KEPT_MS = 90 * DAY_MS;

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
  /** How the pools with a price name their zones; where sources disagree, those given by id have none. */
  readonly naming: ZoneNaming;
  /** Whether the pool has a price that is too old to be in force. */
  readonly priceLapsed: (instanceType: string, zone: string) => boolean;
  /** Where a type can be launched as far as anyone knows: its offerings, else the zones in which it has a price. */
  readonly zonesOf: (type: TypeFacts) => readonly string[];
  /** Every zone that any source names for the type, in the naming of the prices. */
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
  const zones = zonesIn(snapshot);
  const priced = snapshot.pools.filter((pool) => pool.product === product && pool.price > 0);
  const oldest = oldestPrice(snapshot);
  const inForce = priced.filter((pool) => pool.price_since >= oldest);
  const lapsed = byTypeAndZone(inForce.length === priced.length ? [] : priced.filter((pool) => pool.price_since < oldest));
  const naming = inForce.length > 0 && inForce.every((pool) => zones.get(pool.availability_zone) === 'id') ? 'id' : 'name';
  const oneNaming = [...zones.values()].every((found) => found === naming);
  const pools = byTypeAndZone(oneNaming ? inForce : inForce.filter((pool) => zones.get(pool.availability_zone) === naming));
  const system = SYSTEM_BY_PRODUCT[product];
  return {
    snapshot,
    product,
    naming,
    types: [...types.values()],
    zones: [...zones.keys()].sort(),
    type: (instanceType) => types.get(instanceType),
    pool: (instanceType, zone) => pools.get(instanceType)?.get(zone),
    priceLapsed: (instanceType, zone) => lapsed.get(instanceType)?.has(zone) === true,
    zonesOf: (type) => [...(type.availability_zones ?? pools.get(type.instance_type)?.keys() ?? [])].sort(),
    namedZonesOf: (type) => {
      const named = new Set([...(type.availability_zones ?? []), ...(pools.get(type.instance_type)?.keys() ?? [])]);
      if (oneNaming) return [...named].sort();
      const alike = [...named].filter((zone) => zones.get(zone) === naming);
      return (alike.length > 0 ? alike : [...named]).sort();
    },
    uncatalogued: [...pools.keys()].filter((name) => !types.has(name)).sort(),
    onDemand: (type) => positive(type.on_demand[system]),
  };
};

const zonesIn = ({ pools, types }: PriceSnapshot): ReadonlyMap<string, ZoneNaming> => {
  const zones = new Map<string, ZoneNaming>();
  const see = (zone: string): void => {
    if (!zones.has(zone)) zones.set(zone, zoneNaming(zone));
  };
  for (const pool of pools) see(pool.availability_zone);
  for (const type of types) type.availability_zones?.forEach(see);
  return zones;
};

/** As text, which for RFC 3339 in UTC sorts as time does. */
const oldestPrice = ({ prices_as_of: newest }: PriceSnapshot): string => {
  const ms = newest === null ? Number.NaN : Date.parse(newest);
  return Number.isNaN(ms) ? '' : new Date(ms - PRICE_KEPT_MS).toISOString();
};

const byTypeAndZone = (pools: readonly PoolFacts[]): ReadonlyMap<string, ReadonlyMap<string, PoolFacts>> => {
  const types = new Map<string, Map<string, PoolFacts>>();
  for (const pool of pools) {
    const zones = types.get(pool.instance_type) ?? new Map<string, PoolFacts>();
    types.set(pool.instance_type, zones.set(pool.availability_zone, pool));
  }
  return types;
};

/** A price of zero is a hole in a list, not a gift. */
const positive = (price: number | undefined): number | undefined => (price !== undefined && price > 0 ? price : undefined);

const byName = (one: TypeFacts, other: TypeFacts): number => (one.instance_type < other.instance_type ? -1 : 1);
