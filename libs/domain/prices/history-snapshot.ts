import type { PoolHistory, PriceHistorySnapshot } from '@ml/contracts/pricing';
import { compareText } from '@ml/units/compare-text';
import { HOUR_MS } from '@ml/units/time';
import { priceHistory, type PriceHistory } from '../features/price-history';
import type { PoolSeries } from './snapshot';
import { hourlySamples } from './step-held';

export const HISTORY_COLUMNS = [
  'lag_1h',
  'lag_6h',
  'lag_24h',
  'lag_168h',
  'mean_6h',
  'mean_24h',
  'mean_168h',
  'std_24h',
  'std_168h',
  'min_over_mean_168h',
  'max_over_mean_168h',
  'hours_since_change',
] as const satisfies readonly (keyof PriceHistory)[];

/** Ten decimals: finer than the 32 bits in which models take them. */
const SCALE = 1e10;

/** The history of one series up to and with `asOf`, when the price in force was reported at `since`. */
export const poolHistory = ({ at, price, instance_type, availability_zone, product }: PoolSeries, asOf: number, since: number): PoolHistory => {
  // The samples stand before the instant given, and the price in force at `asOf` is to be the last.
  const hourly = Float64Array.from(hourlySamples({ at, price }, asOf + HOUR_MS));
  const history = priceHistory({ hourly, hoursSinceChange: (asOf - since) / HOUR_MS });
  return { instance_type, availability_zone, product, values: HISTORY_COLUMNS.map((column) => rounded(history[column])) };
};

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * SCALE) / SCALE);

/** Same histories in, same snapshot out, whatever order they come in. */
export const buildHistory = (region: string, asOf: number, pools: readonly PoolHistory[]): PriceHistorySnapshot => ({
  schema: 1,
  region,
  as_of: new Date(asOf).toISOString(),
  columns: HISTORY_COLUMNS,
  pools: pools.toSorted(byPool),
});

const byPool = (one: PoolHistory, other: PoolHistory): number =>
  compareText(one.instance_type, other.instance_type) || compareText(one.availability_zone, other.availability_zone) || compareText(one.product, other.product);

/** A history as it was written, whatever the order of its columns; a column that is not there is unknown. */
export const readHistory = (columns: readonly string[]): (({ values }: Pick<PoolHistory, 'values'>) => PriceHistory) => {
  const places = HISTORY_COLUMNS.map((column) => [column, columns.indexOf(column)] as const);
  return ({ values }) => {
    const known = Object.fromEntries(places.map(([column, place]) => [column, values[place] ?? null])) as Record<keyof PriceHistory, number | null>;
    return { ...known, hours_since_change: known.hours_since_change ?? 0 };
  };
};
