import type { Reason } from '@ml/contracts/decision';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';
import { knownWorkload } from './expected-cost';
import type { Situation } from './situation';
import { zoneNaming } from './zones';

/** The Spot Advisor looks back over a month: one that is older says little about today. */
const ADVISOR_STALE_DAYS = 45;
/** Ours: nodes come and go within minutes. */
const STATE_STALE_MINUTES = 30;

const TWO_WAYS = 'some sources give zones by name and some by id; nobody can tell which are the same, so they are counted as if they might be';

/** What the caller should know although it did not change the verdict. */
export const warningsFor = ({ input, wanted, market, config, warnings }: Situation): readonly Reason[] => {
  const { snapshot } = market;
  const { workload_type: workload } = wanted.ask;
  const older = (asOf: string | null, ms: number): boolean => asOf === null || input.now - Date.parse(asOf) > ms;
  const taught = input.facts.pools?.as_of;
  const observed = input.state.observed_at;
  return [
    ...warnings,
    ...when(older(snapshot.prices_as_of, config.stale_price_hours * HOUR_MS), 'PRICES_STALE', `the newest spot price is of ${snapshot.prices_as_of ?? 'an unknown time'}`),
    ...when(older(snapshot.advisor_as_of, ADVISOR_STALE_DAYS * DAY_MS), 'ADVISOR_STALE', `the Spot Advisor data are of ${snapshot.advisor_as_of ?? 'an unknown time'}`),
    ...when(taught !== undefined && older(taught, config.stale_lessons_hours * HOUR_MS), 'LESSONS_STALE', `what was learned of interruptions is of ${taught ?? ''}: who was interrupted since then is not known`),
    ...when(observed !== null && input.now - observed > STATE_STALE_MINUTES * MINUTE_MS, 'STATE_STALE', 'current_state was observed a while ago'),
    ...when(market.zones.some((zone) => zoneNaming(zone) !== market.naming), 'ZONES_NAMED_TWO_WAYS', TWO_WAYS),
    ...when(!knownWorkload(workload), 'WORKLOAD_TYPE_UNKNOWN', `workload_type ${workload} is not known: recoveries are priced as for stateless work`),
  ];
};

const when = (applies: boolean, code: string, text: string): readonly Reason[] => (applies ? [{ code, text }] : []);
