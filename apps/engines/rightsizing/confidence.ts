import { completeness, confidenceFrom, ON_DEMAND_AGEING, PRICES_AGEING, worth, worthAsOf, worthOfState, type Ageing } from '@ml/engine-kernel/confidence';
import { DAY_MS } from '@ml/units/time';
import type { Found } from './found';
import type { Situation } from './situation';

/** Ours: usage of a day ago is as good as new, that of last week is still of the same season. */
const USAGE_AGEING: Ageing = { freshMs: DAY_MS, staleMs: 14 * DAY_MS, floor: 0.6 };
/** Ours: a day of usage shows hours, and not what day of the week it is. */
const ONE_DAY = 0.8;

/**
 * The mean of how sure the single recommendations are (model and rule, days seen), times how fresh and how whole the state is, how old its usage is, and
 * how old the prices are where nodes are compared by them.
 */
export const confidenceOf = (situation: Situation, { downsizes, upsizes, requests }: Found): number => {
  const { input, lookBack, missing } = situation;
  const nodes = [...downsizes, ...upsizes];
  const shares = [...nodes, ...requests].map(({ merge, days }) => merge.confidence * worthOfDays(days, situation.config.short_window_days));
  if (shares.length === 0) return 0;
  const { prices } = input.facts;
  const spot = nodes.some(({ node }) => node.capacityType === 'spot');
  const onDemand = nodes.some(({ node }) => node.capacityType !== 'spot');
  return confidenceFrom(
    shares.reduce((sum, share) => sum + share, 0) / shares.length,
    worthOfState(input.state.observed_at, input.now),
    completeness(missing),
    worth(USAGE_AGEING, input.now - lookBack.end),
    spot ? worthAsOf(PRICES_AGEING, prices?.prices_as_of ?? null, input.now) : 1,
    onDemand ? worthAsOf(ON_DEMAND_AGEING, prices?.on_demand_as_of ?? null, input.now) : 1,
  );
};

const worthOfDays = (days: number, enough: number): number => (days >= enough || enough <= 1 ? 1 : ONE_DAY + (1 - ONE_DAY) * Math.max(0, (days - 1) / (enough - 1)));
