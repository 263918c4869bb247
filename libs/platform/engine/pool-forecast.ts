import type { Reason } from '@ml/contracts/decision';
import type { NamedFacts } from '@ml/contracts/engines';
import type { Facts } from '@ml/engine-kernel/engine';
import type { SharedSnapshot } from './shared-snapshot';
import type { SnapshotCache } from './snapshot-cache';

export interface PoolForecastAsk {
  readonly named: NamedFacts;
  /** Those that could be fetched. */
  readonly forecasts: readonly SharedSnapshot[];
  readonly region: string | undefined;
  /** Id of the prices that the decision is made with. */
  readonly prices: string | undefined;
}

type ForecastFacts = Pick<Facts, 'poolForecast' | 'modelFallback'>;

/** What models expect of the pools of the region, or why nobody knows. A forecast made from other prices than those at hand would be compared with what it never saw. */
export const poolForecast = ({ named, forecasts, region, prices }: PoolForecastAsk, cache: SnapshotCache): ForecastFacts => {
  if (region === undefined) return without('NO_FORECAST', 'nobody says of which region');
  const id = named.forecasts?.[region];
  if (id === null) return without('NO_ACTIVE_MODEL', 'no model that forecasts pools is active');
  const snapshot = forecasts.find((one) => one.key === region);
  if (id === undefined || snapshot === undefined) return without('NO_FORECAST', `no model has said yet what it expects of ${region}`);
  const found = cache.forecast(snapshot);
  if (found.price_snapshot !== prices) return without('FORECAST_STALE', `the forecast for ${region} was made from other prices than this decision`);
  return { poolForecast: found };
};

const without = (code: Reason['code'], text: string): ForecastFacts => ({ modelFallback: { code, text } });

/** As they were used: a forecast that had left the blob store took no part, and a replay must not look for it. */
export const withoutLost = (named: NamedFacts, forecasts: readonly SharedSnapshot[]): NamedFacts => {
  if (named.forecasts === undefined) return named;
  const kept = Object.entries(named.forecasts).filter(([region, id]) => id === null || forecasts.some(({ key }) => key === region));
  return { ...named, forecasts: Object.fromEntries(kept) };
};
