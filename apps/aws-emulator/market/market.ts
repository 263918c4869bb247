import { BUILT_IN_CATALOGUE } from '@ml/domain/prices/catalogue/built-in-catalogue';
import type { CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { demandOf } from './demand';
import { chance, hashText } from './hash';
import type { PoolCharacter } from './price-process';
import { licenceOf, systemsOf } from './products';
import { zonesOffering } from './zones';
import type { Zone } from './zones';

export interface Pool {
  readonly instanceType: string;
  readonly zone: Zone;
  readonly product: string;
  readonly character: PoolCharacter;
}

/** Everything that is for sale, the same for the same seed. */
export interface Market {
  readonly seed: string;
  readonly regions: readonly string[];
  typesIn(region: string): readonly CatalogueType[];
  /** Of every type, zone and product, in this order. */
  poolsIn(region: string): readonly Pool[];
}

interface Place {
  readonly seed: string;
  readonly region: string;
  readonly zone: Zone;
}

/** Of Linux: the licence of another product is added to it. */
function characterOf(type: CatalogueType, { seed, region, zone }: Place): PoolCharacter {
  const key = hashText(`${seed}|${zone.name}|${type.instance_type}`);
  const demand = demandOf(seed, region, type.instance_type);
  return {
    key,
    onDemand: type.on_demand[region] ?? 0,
    licence: 0,
    level: demand.level * (0.85 + 0.3 * chance(key, 1)),
    volatility: demand.volatility * (0.8 + 0.4 * chance(key, 2)),
    activity: 0.15 + 0.75 * chance(key, 3),
  };
}

function poolsOf(seed: string, region: string, types: readonly CatalogueType[]): readonly Pool[] {
  return types.flatMap((type) =>
    zonesOffering(region, type.instance_type).flatMap((zone) => {
      const linux = characterOf(type, { seed, region, zone });
      return systemsOf(type).map((system) => ({
        instanceType: type.instance_type,
        zone,
        product: system.product,
        character: { ...linux, licence: licenceOf(system, type) },
      }));
    }),
  );
}

export function createMarket(seed: string, regions: readonly string[]): Market {
  const pools = new Map<string, readonly Pool[]>();
  const typesIn = (region: string): readonly CatalogueType[] =>
    BUILT_IN_CATALOGUE.types.filter((type) => type.on_demand[region] !== undefined);
  return {
    seed,
    regions,
    typesIn,
    poolsIn(region) {
      const known = pools.get(region) ?? poolsOf(seed, region, typesIn(region));
      pools.set(region, known);
      return known;
    },
  };
}
