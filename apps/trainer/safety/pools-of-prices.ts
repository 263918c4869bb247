import { heldFeatures } from '@ml/domain/prices/step-held';
import { HOUR_MS } from '@ml/units/time';
import type { PricePool } from '../data/price-pool';
import type { SpotPool } from './spot-pool';

/** How the pools stand at the newest full hour. */
export const poolsOfPrices = (pools: readonly PricePool[]): readonly SpotPool[] => {
  const newest = pools.reduce((latest, { at }) => Math.max(latest, at.at(-1) ?? 0), 0);
  const asOf = Math.ceil(newest / HOUR_MS) * HOUR_MS;
  return pools.map((pool) => {
    const held = heldFeatures(pool, asOf);
    const { instance_type, availability_zone, region, product, advisorClass } = pool;
    return { instance_type, availability_zone, region, product, advisorClass, cv_168h: held?.cv_168h ?? null, history_hours: held?.history_hours ?? 0 };
  });
};
