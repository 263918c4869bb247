import type { Reason } from '@ml/contracts/decision';
import { DAY_MS } from '@ml/units/time';
import type { Found } from './found';
import type { Situation } from './situation';

export const warningsAbout = (situation: Situation, { requests }: Found): readonly Reason[] => {
  const { config, forecast, input, lookBack, prices, region, requirements, state } = situation;
  const days = (lookBack.end - lookBack.start) / DAY_MS;
  const when = (applies: boolean, code: string, text: string): readonly Reason[] => (applies ? [{ code, text }] : []);
  const gitOps = new Set(requests.filter(({ crew }) => crew.object !== undefined && crew.object.gitOps !== null).map(({ crew }) => crew)).size;
  return [
    ...when(forecast === undefined, 'NO_MODEL', `${input.facts.modelFallback?.text ?? 'no model that forecasts usage is active'}: sizes come from what was used alone`),
    ...when(days < config.short_window_days, 'SHORT_WINDOW', `usage covers ${Math.round(days * 10) / 10} days, less than ${config.short_window_days}: weekdays and weekends are not told apart`),
    ...when(prices === undefined && requirements.level !== 'nodes', 'NO_PRICE_DATA', `there are no prices for ${region ?? 'a region that nobody names'}: what freed requests are worth is not known`),
    ...when(state.nodes === null && requirements.level !== 'nodes', 'NODES_UNKNOWN', 'the nodes were not sent: whether a pod still fits on one is not known'),
    ...when(gitOps > 0, 'GITOPS_MANAGED', `${gitOps} of these workloads are written back from a repository: change them there`),
  ];
};
