import type { DaysToFetch } from '@ml/domain/gaps/check-days';
import type { PlanAsk } from '../planning/fetch-plan';
import { DAY_MS } from '@ml/units/time';

/** All that a model of prices is given. */
const DATA_TYPES = ['spot_prices', 'on_demand_prices', 'spot_advisor'] as const;

/** What a refresh fetches of these days: what is missing of them and the whole last day, whose newest changes may have been reported late. */
export const refreshPlanAsk = (days: DaysToFetch, rest: Pick<PlanAsk, 'instance_types' | 'regions' | 'lane'>): PlanAsk => ({
  ...rest,
  data_types: DATA_TYPES,
  from: days.from,
  until: days.until,
  refetch: false,
  anewFrom: new Date(days.until.getTime() - DAY_MS),
});
