import { priceHistory } from '@ml/domain/features/price-history';
import { SPOT_PRICE_FEATURES, spotPriceFeatures } from '@ml/domain/features/spot-price-features';
import { HISTORY_HOURS } from '@ml/domain/prices/step-held';
import { HOUR_MS } from '@ml/units/time';
import { tableOf, type Dataset } from '../dataset';
import type { PricePool } from './price-pool';

/** More rows make training longer and, of hours that overlap, hardly better: then every second hour is taken, or every third. */
const MOST_ROWS = 400_000;

/** One example for each pool and hour: the week before it, and the price that was in force `horizonHours` later. */
export const priceExamples = (pools: readonly PricePool[], horizonHours: number): Dataset => {
  const newest = pools.reduce((latest, { at }) => Math.max(latest, at.at(-1) ?? 0), 0);
  const series = pools.map((pool) => ({ pool, ...hourlyPrices(pool, newest) }));
  const hours = series.reduce((sum, { prices }) => sum + Math.max(0, prices.length - horizonHours), 0);
  const stride = Math.max(1, Math.ceil(hours / MOST_ROWS));
  const rows: number[][] = [];
  const targets: number[] = [];
  const at: number[] = [];
  for (const { pool, prices, start, reported } of series) {
    for (let hour = 0; hour + horizonHours < prices.length; hour += stride) {
      const now = start + hour * HOUR_MS;
      const history = priceHistory({ hourly: prices.subarray(Math.max(0, hour - HISTORY_HOURS + 1), hour + 1), hoursSinceChange: (now - (reported[hour] ?? now)) / HOUR_MS });
      rows.push(spotPriceFeatures({ history, onDemand: pool.onDemand, advisorClass: pool.advisorClass, at: now }));
      targets.push(prices[hour + horizonHours] ?? Number.NaN);
      at.push(now);
    }
  }
  return { numbers: tableOf(SPOT_PRICE_FEATURES, rows), texts: [], targets: { price: Float64Array.from(targets) }, at: Float64Array.from(at), groups: at.map(() => '') };
};

interface HourlyPrices {
  /** Milliseconds since the epoch of the first. */
  readonly start: number;
  readonly prices: Float64Array;
  /** When the price in force at each hour was reported. */
  readonly reported: Float64Array;
}

/** Step-held at full hours: from the first after the first change to the last at or before `end`. */
const hourlyPrices = ({ at, price }: PricePool, end: number): HourlyPrices => {
  const start = Math.ceil((at[0] ?? end) / HOUR_MS) * HOUR_MS;
  const count = Math.max(0, Math.floor((end - start) / HOUR_MS) + 1);
  const prices = new Float64Array(count);
  const reported = new Float64Array(count);
  let index = 0;
  for (let hour = 0; hour < count; hour += 1) {
    while ((at[index + 1] ?? Number.POSITIVE_INFINITY) <= start + hour * HOUR_MS) index += 1;
    prices[hour] = price[index] ?? Number.NaN;
    reported[hour] = at[index] ?? Number.NaN;
  }
  return { start, prices, reported };
};
