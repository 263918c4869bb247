import { completeness, confidenceFrom, ON_DEMAND_AGEING, PRICES_AGEING, worthAsOf, worthOfState } from '@ml/engine-kernel/confidence';
import type { Situation } from './situation';

/** How old the state is, how much of it is missing, and how old the prices are that its nodes are paid by. */
export const confidenceOf = ({ input, prices, nodes, missing }: Situation): number => {
  const { facts, state, now } = input;
  if (prices === undefined) return 0;
  const spot = nodes.some(({ capacityType }) => capacityType === 'spot');
  const onDemand = nodes.some(({ capacityType }) => capacityType !== 'spot');
  return confidenceFrom(
    worthOfState(state.observed_at, now),
    completeness(missing),
    spot ? worthAsOf(PRICES_AGEING, facts.prices?.prices_as_of ?? null, now) : 1,
    onDemand ? worthAsOf(ON_DEMAND_AGEING, facts.prices?.on_demand_as_of ?? null, now) : 1,
  );
};
