import type { PoolHistory, PriceHistorySnapshot } from '@ml/contracts/pricing';
import { compareText } from '@ml/units/compare-text';
import { roundTo } from '@ml/units/money';
import { HOUR_MS } from '@ml/units/time';
import { priceHistory, type PriceHistory } from '../features/price-history';
import type { PoolSeries } from './snapshot';
import { heldFeatures, hourlySamples } from './step-held';

const COLUMNS = [
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

/** Finer than the 32 bits in which models take them. */
const DIGITS = 10;

/** The history of one series up to and with `asOf`; null when nothing was known then. */
export const poolHistory = (series: PoolSeries, asOf: number): PoolHistory | null => {
  const held = heldFeatures(series, asOf);
  if (held === null) return null;
  const { instance_type, availability_zone, product } = series;
  // The samples stand before the instant given, and the price in force at `asOf` is to be the last.
  const history = priceHistory({ hourly: hourlySamples(series, asOf + HOUR_MS), hoursSinceChange: (asOf - held.price_since) / HOUR_MS });
  return { instance_type, availability_zone, product, values: COLUMNS.map((column) => rounded(history[column])) };
};

const rounded = (value: number | null): number | null => (value === null ? null : roundTo(value, DIGITS));

/** Same histories in, same snapshot out, whatever order they come in. */
export const buildHistory = (region: string, asOf: number, pools: readonly PoolHistory[]): PriceHistorySnapshot => ({
  schema: 1,
  region,
  as_of: new Date(asOf).toISOString(),
  columns: COLUMNS,
  pools: pools.toSorted(byPool),
});

const byPool = (one: PoolHistory, other: PoolHistory): number =>
  compareText(one.instance_type, other.instance_type) || compareText(one.availability_zone, other.availability_zone) || compareText(one.product, other.product);

/** A history as it was written, whatever the order of its columns; a column that is not there is unknown. */
export const readHistory = (columns: readonly string[]): (({ values }: Pick<PoolHistory, 'values'>) => PriceHistory) => {
  const places = COLUMNS.map((column) => [column, columns.indexOf(column)] as const);
  return ({ values }) => {
    const known = Object.fromEntries(places.map(([column, place]) => [column, values[place] ?? null])) as Record<keyof PriceHistory, number | null>;
    return { ...known, hours_since_change: known.hours_since_change ?? 0 };
  };
};
