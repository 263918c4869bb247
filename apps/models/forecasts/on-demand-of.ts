import type { PoolFacts } from '@ml/contracts/pricing';
import { operatingSystemOf } from '@ml/domain/prices/products';
import type { Market } from '../market/market';

/** USD an hour of the same machine on demand; undefined when unknown. */
export const onDemandOf = (market: Market, { instance_type: type, product }: Pick<PoolFacts, 'instance_type' | 'product'>): number | undefined =>
  market.type(type)?.on_demand[operatingSystemOf(product)];
