import { HISTORY_HOURS, MIN_HISTORY_HOURS } from '../prices/step-held';

/** What a week of one pool's prices looked like at an instant. USD an hour unless said otherwise; null where the history is too short. */
export interface PriceHistory {
  readonly lag_1h: number | null;
  readonly lag_6h: number | null;
  readonly lag_24h: number | null;
  readonly lag_168h: number | null;
  readonly mean_6h: number | null;
  readonly mean_24h: number | null;
  readonly mean_168h: number | null;
  /** Of the whole population, as in the coefficient of variation. */
  readonly std_24h: number | null;
  readonly std_168h: number | null;
  /** Ratios. */
  readonly min_over_mean_168h: number | null;
  readonly max_over_mean_168h: number | null;
  /** Since the price in force was reported, 168 at most. */
  readonly hours_since_change: number;
}

export interface HeldPrices {
  /**
   * Step-held prices at full hours, oldest first, the last one in force now; 168 at most, fewer when the history is shorter.
   * Lags count from the next hour, the first that nobody knows: `lag_1h` is the price now, `lag_168h` the first of 168.
   */
  readonly hourly: ArrayLike<number>;
  readonly hoursSinceChange: number;
}

/** A window of 6 or 24 h has to be whole; the week's statistics take what there is from a day on. */
export const priceHistory = ({ hourly, hoursSinceChange }: HeldPrices): PriceHistory => {
  const day = windowOf(hourly, 24);
  const week = windowOf(hourly, HISTORY_HOURS);
  return {
    lag_1h: lagged(hourly, 1),
    lag_6h: lagged(hourly, 6),
    lag_24h: lagged(hourly, 24),
    lag_168h: lagged(hourly, HISTORY_HOURS),
    mean_6h: windowOf(hourly, 6).mean,
    mean_24h: day.mean,
    mean_168h: week.mean,
    std_24h: day.std,
    std_168h: week.std,
    min_over_mean_168h: overMean(week, 'min'),
    max_over_mean_168h: overMean(week, 'max'),
    hours_since_change: Math.min(HISTORY_HOURS, Math.max(0, hoursSinceChange)),
  };
};

const lagged = (hourly: ArrayLike<number>, hours: number): number | null => hourly[hourly.length - hours] ?? null;

interface WindowStatistics {
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

const TOO_SHORT: WindowStatistics = { mean: null, std: null, min: null, max: null };

const overMean = (week: WindowStatistics, extreme: 'min' | 'max'): number | null => {
  const value = week[extreme];
  return value === null || week.mean === null ? null : value / week.mean;
};

/** Two passes: a constant price has a deviation of exactly 0. */
const windowOf = (hourly: ArrayLike<number>, hours: number): WindowStatistics => {
  const from = Math.max(0, hourly.length - hours);
  const count = hourly.length - from;
  if (count < Math.min(hours, MIN_HISTORY_HOURS)) return TOO_SHORT;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let at = from; at < hourly.length; at += 1) {
    const price = hourly[at] ?? 0;
    sum += price;
    min = Math.min(min, price);
    max = Math.max(max, price);
  }
  const mean = min === max ? min : sum / count;
  let squares = 0;
  for (let at = from; at < hourly.length; at += 1) squares += ((hourly[at] ?? 0) - mean) ** 2;
  return { mean, std: Math.sqrt(squares / count), min, max };
};
