import { usdPerHour } from '@ml/units/brand';
import { perMonth, roundToCents } from '@ml/units/money';
import { GIB } from '@ml/units/size';
import type { Situation } from '../situation';
import { sizeOf } from './crew';
import type { RequestChange } from './request-change';

/**
 * What a lower request is worth, in USD a month: its share of what the cluster's nodes cost; negative for a higher one, null where no node has a price.
 * It is no saving yet: a request costs nothing, and the bill falls when nodes do.
 */
export type FreedValue = (change: RequestChange) => number | null;

const MILLICORES_PER_CORE = 1_000;

export const freedValue = ({ state, prices, config }: Situation): FreedValue => {
  let hourly = 0;
  let cores = 0;
  for (const node of state.nodes ?? []) {
    const price = prices?.priceOf(node);
    if (price === undefined || node.capacity.cpu === null || node.capacity.memory === null) continue;
    hourly += price;
    cores += node.capacity.cpu / MILLICORES_PER_CORE + node.capacity.memory / GIB / config.gib_per_core_price;
  }
  if (cores <= 0) return () => null;
  const coreHour = hourly / cores;
  return ({ crew, resource, current, estimate }) => {
    const freed = (current ?? 0) - estimate.target;
    const asCores = resource === 'cpu' ? freed / MILLICORES_PER_CORE : freed / GIB / config.gib_per_core_price;
    return roundToCents(perMonth(usdPerHour(asCores * sizeOf(crew) * coreHour)));
  };
};
