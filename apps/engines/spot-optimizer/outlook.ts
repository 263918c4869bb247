import type { Reason } from '@ml/contracts/decision';
import type { ForecastSnapshot } from '@ml/contracts/forecasts';
import type { Product } from '@ml/contracts/pricing';
import type { DecideInput, Facts } from '@ml/engine-kernel/engine';
import { HOUR_MS } from '@ml/units/time';
import type { SpotSettings } from './config';
import { NOTHING_EXPECTED, type Expected } from './expected';

export interface Outlook {
  readonly forecast: ForecastSnapshot | undefined;
  /** Why there is none. */
  readonly fallback: Reason | undefined;
  readonly of: (instanceType: string, zone: string | null) => Expected;
}

type Given = Pick<DecideInput<unknown, SpotSettings>, 'facts' | 'config' | 'now'>;

export const outlookFor = (given: Given, product: Product): Outlook => {
  const { poolForecast: forecast, modelFallback: fallback } = freshFacts(given);
  if (forecast === undefined) return { forecast, fallback, of: () => NOTHING_EXPECTED };
  const pools = new Map(forecast.pools.filter((pool) => pool.product === product).map((pool) => [`${pool.instance_type}/${pool.availability_zone}`, pool]));
  return { forecast, fallback, of: (instanceType, zone) => pools.get(`${instanceType}/${zone}`) ?? NOTHING_EXPECTED };
};

/** The facts without a forecast that is too old: what it foretold is in the past, or nearly. */
export const freshFacts = ({ facts, config, now }: Given): Facts => {
  const { poolForecast: forecast, ...others } = facts;
  const hours = config.forecast_max_age_hours;
  if (forecast === undefined || now - Date.parse(forecast.as_of) <= hours * HOUR_MS) return facts;
  return { ...others, modelFallback: { code: 'FORECAST_STALE', text: `the forecast is of ${forecast.as_of}, more than ${hours} hours ago` } };
};
