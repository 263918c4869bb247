import type { PoolFacts, PriceHistorySnapshot } from '@ml/contracts/pricing';
import { INTERRUPTION_FEATURES, interruptionFeatures } from '@ml/domain/features/interruption-features';
import { SPOT_PRICE_FEATURES, spotPriceFeatures } from '@ml/domain/features/spot-price-features';
import { readHistory } from '@ml/domain/prices/history-snapshot';
import type { Market } from '../market/market';
import { onDemandOf } from './on-demand-of';

/** Pools with what a model is told of each, in the same order. */
export interface PoolRows {
  readonly features: readonly string[];
  readonly pools: readonly PoolFacts[];
  readonly rows: readonly (readonly number[])[];
}

/**
 * Of pools that were watched for a day at least: below, lags and means say more about the hole than about the market.
 * The history may be older than the market, which then says only what a machine is and costs on demand.
 */
export const pricePoolRows = (market: Market, history: Pick<PriceHistorySnapshot, 'as_of' | 'columns' | 'pools'>): PoolRows => {
  const read = readHistory(history.columns);
  const at = Date.parse(history.as_of);
  const pools: PoolFacts[] = [];
  const rows: (readonly number[])[] = [];
  for (const known of history.pools) {
    const pool = market.pool(known.instance_type, known.availability_zone, known.product);
    const type = market.type(known.instance_type);
    const past = read(known);
    if (pool === undefined || past.lag_24h === null) continue;
    pools.push(pool);
    rows.push(spotPriceFeatures({ history: past, onDemand: onDemandOf(market, pool) ?? null, advisorClass: type?.advisor[pool.product === 'Windows' ? 'Windows' : 'Linux']?.class ?? null, at }));
  }
  return { features: SPOT_PRICE_FEATURES, pools, rows };
};

/** Of a node that is yet to be launched. */
export const interruptionPoolRows = (market: Market): PoolRows => {
  const at = Date.parse(market.snapshot.as_of);
  const pools: PoolFacts[] = [];
  const rows: (readonly number[])[] = [];
  for (const pool of market.snapshot.pools) {
    const { product } = pool;
    const type = market.type(pool.instance_type);
    if (type === undefined) continue;
    pools.push(pool);
    rows.push(interruptionFeatures({ type, pool, product, familyAdvisorMean: market.familyAdvisorMean(type, product), at, hoursSinceLaunch: null }));
  }
  return { features: INTERRUPTION_FEATURES, pools, rows };
};
