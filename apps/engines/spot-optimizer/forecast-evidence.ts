import type { Reason } from '@ml/contracts/decision';
import type { Facts } from '@ml/engine-kernel/engine';
import type { Candidate } from './candidates';
import type { Outlook } from './outlook';

const SILENT: Reason = { code: 'NO_FORECAST', text: 'the forecast says nothing of the pools that may be used' };

/** The facts as the evidence has them: a model that said nothing of any pool that may be used took no part. */
export const factsUsed = (facts: Facts, { forecast, fallback }: Outlook, candidates: readonly Candidate[]): Facts => {
  const { poolForecast: _asked, modelFallback: _why, ...others } = facts;
  if (forecast === undefined) return { ...others, modelFallback: fallback };
  const price = candidates.some(({ expected }) => expected.price !== null) ? forecast.models.price : null;
  const interruption = candidates.some(({ expected }) => expected.interruption_probability !== null) ? forecast.models.interruption : null;
  return { ...others, poolForecast: { ...forecast, models: { price, interruption } }, modelFallback: forecast.fallbacks.find(({ code }) => code === 'MODEL_FAILED') ?? SILENT };
};

const UNUSED: Reason = { code: 'NO_FORECAST', text: 'it did not come to looking at any pool' };

/** The facts of an answer that got no further than reading the request. */
export const factsUnused = ({ poolForecast, ...others }: Facts): Facts => (poolForecast === undefined ? others : { ...others, modelFallback: UNUSED });

/** Of a forecast that took part: which models, and how far they look. */
export const shownForecast = ({ poolForecast: forecast }: Facts): Readonly<Record<string, unknown>> | null => {
  if (forecast === undefined || (forecast.models.price === null && forecast.models.interruption === null)) return null;
  const { as_of, horizon_hours, models } = forecast;
  return { as_of, horizon_hours, price_model: models.price, interruption_model: models.interruption };
};
