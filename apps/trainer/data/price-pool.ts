import type { AdvisorClass, Product } from '@ml/contracts/pricing';
import type { PriceChanges } from '@ml/domain/prices/step-held';
import type { SpotRow } from '@ml/domain/prices/rows';

/** Changes of one pool's price, and what is known of its market. */
export interface PricePool extends PriceChanges {
  readonly instance_type: string;
  readonly availability_zone: string;
  readonly region: string;
  readonly product: Product;
  /** USD an hour; null when unknown. */
  readonly onDemand: number | null;
  readonly advisorClass: AdvisorClass | null;
}

export interface MarketFacts {
  readonly onDemandOf: (type: string, region: string, product: Product) => number | null;
  readonly advisorOf: (type: string, region: string, product: Product) => AdvisorClass | null;
}

/** One series for each pool, in a fixed order; of two prices at one instant the later row holds. */
export const pricePools = (rows: readonly SpotRow[], facts: MarketFacts): readonly PricePool[] => {
  const pools = Map.groupBy(rows, (row) => `${row.instance_type}/${row.availability_zone}/${row.product}`);
  return [...pools].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, list]) => {
    const [first] = list;
    if (first === undefined) return [];
    const changes = list.toSorted((one, other) => one.at - other.at);
    const { instance_type, availability_zone, region, product } = first;
    return {
      ...{ instance_type, availability_zone, region, product },
      at: changes.map(({ at }) => at),
      price: changes.map(({ price }) => Number(price)),
      onDemand: facts.onDemandOf(instance_type, region, product),
      advisorClass: facts.advisorOf(instance_type, region, product),
    };
  });
};
