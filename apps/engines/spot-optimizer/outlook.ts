import type { Reason } from '@ml/contracts/decision';
import type { ForecastSnapshot, PoolOutlook } from '@ml/contracts/forecasts';
import type { Product } from '@ml/contracts/pricing';
import type { Facts } from '@ml/engine-kernel/engine';
import { HOUR_MS } from '@ml/units/time';
import type { Candidate } from './candidates';
import type { SpotInput } from './situation';

/** What models expect of one pool. */
export type Expected = Pick<PoolOutlook, 'price' | 'interruption_probability'>;

/** Nobody expects anything: today's price and the advisor's class go on. */
export const NOTHING_EXPECTED: Expected = { price: null, interruption_probability: null };

export interface Outlook {
  readonly forecast: ForecastSnapshot | undefined;
  /** Why there is none. */
  readonly fallback: Reason | undefined;
  readonly of: (instanceType: string, zone: string | null) => Expected;
}

export const outlookFor = (input: SpotInput, product: Product): Outlook => {
  const { poolForecast: forecast, modelFallback: fallback } = freshFacts(input);
  if (forecast === undefined) return { forecast, fallback, of: () => NOTHING_EXPECTED };
  const pools = new Map(forecast.pools.filter((pool) => pool.product === product).map((pool) => [`${pool.instance_type}/${pool.availability_zone}`, pool]));
  return { forecast, fallback, of: (instanceType, zone) => pools.get(`${instanceType}/${zone}`) ?? NOTHING_EXPECTED };
};

/** The facts without a forecast that is too old: what it foretold is in the past, or nearly. */
export const freshFacts = ({ facts, config, now }: SpotInput): Facts => {
  const { poolForecast: forecast, ...others } = facts;
  const hours = config.forecast_max_age_hours;
  if (forecast === undefined || now - Date.parse(forecast.as_of) <= hours * HOUR_MS) return facts;
  return { ...others, modelFallback: { code: 'FORECAST_STALE', text: `the forecast is of ${forecast.as_of}, more than ${hours} hours ago` } };
};

const SILENT: Reason = { code: 'NO_FORECAST', text: 'the forecast says nothing of the pools that may be used' };

/** The facts as the evidence has them: a model that said nothing of any pool that may be used took no part. */
export const factsUsed = (facts: Facts, { forecast, fallback }: Outlook, candidates: readonly Candidate[]): Facts => {
  const { poolForecast: _asked, modelFallback: _why, ...others } = facts;
  if (forecast === undefined) return { ...others, modelFallback: fallback };
  const price = candidates.some(({ expected }) => expected.price !== null) ? forecast.models.price : null;
  const interruption = candidates.some(({ expected }) => expected.interruption_probability !== null) ? forecast.models.interruption : null;
  return { ...others, poolForecast: { ...forecast, models: { price, interruption } }, modelFallback: SILENT };
};

/** Of a forecast that took part: which models, and how far they look. */
export const shownForecast = ({ poolForecast: forecast }: Facts): Readonly<Record<string, unknown>> | null => {
  if (forecast === undefined || (forecast.models.price === null && forecast.models.interruption === null)) return null;
  const { as_of, horizon_hours, models } = forecast;
  return { as_of, horizon_hours, price_model: models.price, interruption_model: models.interruption };
};
