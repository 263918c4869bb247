import type { AdvisorClass } from '@ml/contracts/pricing';
import { circleOfDay } from './circle-of-day';
import { known, overOnDemand } from './known';
import type { PriceHistory } from './price-history';

/** What a `spot_price_predictor` sees of a pool, in this order. */
export const SPOT_PRICE_FEATURES = [
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
  'price_over_on_demand',
  'hour_sin',
  'hour_cos',
  'day_of_week',
  'advisor_class',
  'hours_since_change',
] as const;

export interface SpotPriceSubject {
  readonly history: PriceHistory;
  /** USD an hour; null when unknown. */
  readonly onDemand: number | null;
  readonly advisorClass: AdvisorClass | null;
  /** Milliseconds since the epoch; hours and days are those of UTC. */
  readonly at: number;
}

/** One row for the model; NaN where something is unknown. */
export const spotPriceFeatures = ({ history, onDemand, advisorClass, at }: SpotPriceSubject): number[] => {
  const price = known(history.lag_1h);
  const { sin, cos } = circleOfDay(at);
  return [
    price,
    known(history.lag_6h),
    known(history.lag_24h),
    known(history.lag_168h),
    known(history.mean_6h),
    known(history.mean_24h),
    known(history.mean_168h),
    known(history.std_24h),
    known(history.std_168h),
    known(history.min_over_mean_168h),
    known(history.max_over_mean_168h),
    overOnDemand(price, onDemand),
    sin,
    cos,
    new Date(at).getUTCDay(),
    known(advisorClass),
    history.hours_since_change,
  ];
};
