import type { Held, Reason } from '@ml/contracts/decision';
import { roundTo, roundToCents } from '@ml/units/money';
import { compareText } from '@ml/units/compare-text';
import { serviceOf } from './build-model';
import type { Pair } from './pairs';
import { alternatives } from './search';
import type { Situation } from './situation';
import type { TrafficCost } from './traffic-cost';
import type { Workload } from './workloads';

/** Beyond these, the pairs of a code share an entry. */
const MOST_ENTRIES = 100;
const MOST_NAMES = 1_000;

export interface Refused {
  readonly pair: Pair;
  readonly reason: Reason;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Why a pair is not looked at more closely; null when it is worth it. */
export const dismissal = (pair: Pair, minGbPerDay: number): Reason | null => {
  if (pair.crossing > minGbPerDay) return null;
  if (pair.crossing === 0 && pair.unzoned > 0) return { code: 'NO_ZONE', text: 'nobody says in which zones it begins and ends' };
  if (pair.crossing === 0 && pair.abroad > 0) return { code: 'OTHER_REGION', text: 'it goes to another region, which has a price of its own and which no change of zones brings nearer' };
  if (pair.crossing === 0) return { code: 'SAME_ZONE', text: 'none of its traffic crosses zones' };
  return { code: 'BELOW_MIN_TRAFFIC', text: `${roundTo(pair.crossing, 2)} GB a day cross zones, not more than the ${minGbPerDay} that are worth a change` };
};

/** The pairs that were worth it and that no change helps, each with what stands in its way. */
export const refusedIn = (situation: Situation): readonly Refused[] => {
  const whyNot = unmadeReasons(situation);
  return situation.pairs.flatMap((pair, index) => {
    const change = situation.outcome.pairs.get(index);
    if (!situation.eligible.has(index) || (change !== undefined && change.after < change.before)) return [];
    return [refusalOf(pair, situation, whyNot)];
  });
};

type WhyNot = (key: string) => Reason | null;

const refusalOf = (pair: Pair, situation: Situation, whyNot: WhyNot): Refused => {
  const { source, destination } = pair;
  if (pair.stale > 0) return { pair, reason: { code: 'ZONE_MISMATCH', text: 'it was measured when pods of it stood in another zone than now' } };
  if (source === undefined || destination === undefined) {
    const names = [source === undefined ? pair.from : '', destination === undefined ? pair.to : ''].filter((name) => name !== '');
    return { pair, reason: { code: 'UNKNOWN_WORKLOAD', text: `no pod of ${names.join(' and ')} is in the state` } };
  }
  if (pair.from === pair.to) return { pair, reason: { code: 'SELF_TRAFFIC', text: 'its own replicas talk to each other from the zones over which they are spread' } };
  const service = serviceReason(pair, situation, whyNot);
  const ends = { source: endReason(source, situation, whyNot), destination: endReason(destination, situation, whyNot) };
  const reason = destination.zones.size > 1 ? service : (barrier(ends.destination) ?? barrier(ends.source) ?? ends.destination);
  return { pair, reason, details: { service: service.code, source: ends.source.code, destination: ends.destination.code } };
};

/** An end that could be moved stands in nobody's way, when the other cannot. */
const barrier = (reason: Reason): Reason | null => (reason.code === NOT_WORTH ? null : reason);

const NOT_WORTH = 'NO_JOINT_GAIN';

const serviceReason = (pair: Pair, { services }: Situation, whyNot: WhyNot): Reason => {
  const found = services.get(pair.to) ?? [];
  const endpoints = serviceOf(pair, services);
  if (found.length === 0) return { code: 'NO_SERVICE', text: `no service leads to ${pair.to}, so that no preference for a zone can be set` };
  if (endpoints === undefined) return { code: 'SEVERAL_SERVICES', text: `${found.length} services lead to ${pair.to}, and nobody says through which the traffic goes` };
  return endpoints.leftBecause ?? whyNot(`service ${endpoints.key}`) ?? { code: 'NO_ENDPOINT_IN_ZONE', text: `no endpoint of ${pair.to} stands in the zone of its clients` };
};

const endReason = (workload: Workload, { fixed }: Situation, whyNot: WhyNot): Reason => fixed(workload) ?? whyNot(`zone ${workload.key}`) ?? { code: NOT_WORTH, text: `moving ${workload.key} is part of the plan, but for the sake of others` };

/** Why what could be changed is left: asked once each, after the search. */
const unmadeReasons = ({ model, standing }: Situation): WhyNot => {
  const numbers = new Map(model.variables.map((variable, number) => [variable.kind === 'zone' ? `zone ${variable.workload.key}` : `service ${variable.endpoints.key}`, number]));
  const known = new Map<string, Reason | null>();
  return (key) => {
    const number = numbers.get(key);
    if (number === undefined || standing.choices[number] !== 0) return null;
    const before = known.get(key);
    if (before !== undefined) return before;
    const reason = unmade(number, { model, standing });
    known.set(key, reason);
    return reason;
  };
};

const TEXTS = {
  NO_CAPACITY: 'no node there takes all of its pods beside those that stand there',
  OVERLOAD: 'the endpoints of one zone would get too much more load than the others',
} as const;

const unmade = (number: number, { model, standing }: Pick<Situation, 'model' | 'standing'>): Reason => {
  const options = alternatives(model, number, standing.choices)
    .map((change) => ({ change, gain: standing.gainOf([change]) }))
    .sort((one, other) => other.gain - one.gain);
  const [best] = options;
  if (best === undefined) return { code: 'NO_CAPACITY', text: 'there is no other zone' };
  if (best.gain > 0) {
    const refusal = standing.make([best.change]);
    if (refusal !== null) return { code: refusal, text: TEXTS[refusal] };
    // The search had ended before it came here.
    standing.make([{ variable: number, choice: 0 }]);
    return { code: 'SEARCH_STOPPED', text: 'it might be worth it, but the search was stopped before' };
  }
  return standing.worth([best.change]) > 0
    ? { code: 'SAVING_BELOW_FLOOR', text: 'what it would bring is less than a change must bring' }
    : { code: NOT_WORTH, text: 'what it would bring is lost elsewhere' };
};

/** The dearest one by one, the others by code. */
export const heldOf = (refused: readonly Refused[], cost: TrafficCost | null): readonly Held[] => {
  const sorted = [...refused].sort((one, other) => other.pair.crossing - one.pair.crossing || compareText(one.pair.name, other.pair.name));
  const rest = Map.groupBy(sorted.slice(MOST_ENTRIES), ({ reason }) => reason.code);
  return [...sorted.slice(0, MOST_ENTRIES).map((one) => entryOf(one, cost)), ...[...rest].sort(([one], [other]) => compareText(one, other)).map(([code, group]) => groupOf(code, group))];
};

const entryOf = ({ pair, reason, details }: Refused, cost: TrafficCost | null): Held => ({
  target: { kind: 'TrafficPair', name: pair.name },
  ...reason,
  details: {
    gb_per_day: roundTo(pair.crossing, 2),
    ...(cost !== null && { cost_per_month: roundToCents(cost.bothSides(pair.crossing)), cost_one_side: roundToCents(cost.oneSide(pair.crossing)) }),
    ...details,
  },
});

const groupOf = (code: string, group: readonly Refused[]): Held => {
  const gb = roundTo(group.reduce((sum, { pair }) => sum + pair.crossing, 0), 2);
  return {
    target: { kind: 'TrafficPairs', name: `${group.length} pairs` },
    code,
    text: `${group.length} more pairs, ${gb} GB a day across zones; of the first: ${group[0]?.reason.text ?? ''}`,
    details: { pairs: group.slice(0, MOST_NAMES).map(({ pair }) => pair.name), gb_per_day: gb },
  };
};
