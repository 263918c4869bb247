import type { Held, Reason } from '@ml/contracts/decision';
import { readAsk } from '@ml/engine-kernel/ask';
import { completeness, confidenceFrom, worthOfState } from '@ml/engine-kernel/confidence';
import { act, hold } from '@ml/engine-kernel/decision';
import type { Decided, DecideInput } from '@ml/engine-kernel/engine';
import { frameOf } from '@ml/engine-kernel/frame';
import { planOf } from '@ml/engine-kernel/plan';
import { priceListOf } from '@ml/engine-kernel/price-list';
import { totalSavings } from '@ml/engine-kernel/savings';
import { roundTo, roundToCents } from '@ml/units/money';
import { readers, type NetworkRequirements } from './ask';
import type { NetworkOptimizerSettings } from './config';
import { dismissal, heldOf, refusedIn, type Refused } from './held';
import { missingIn } from './missing';
import type { Pair } from './pairs';
import { movesIn, type Move } from './recommendations';
import { regionOf } from './region';
import { pairsOfState, situationOf, type Situation } from './situation';
import type { NetworkOptimizerState } from './state';


type Input = DecideInput<NetworkOptimizerState, NetworkOptimizerSettings>;

export const decide = (input: Input): Decided => {
  const ask = readAsk(input.request, readers);
  if ('held' in ask) return nothing(input, ask.held);
  const { traffic } = input.state;
  if (traffic === null) return nothing(input, [cluster(input, 'MISSING_FIELD', 'current_state.traffic is missing')]);
  if (traffic.length === 0) return nothing(input, [cluster(input, 'NO_TRAFFIC', 'no traffic was measured')]);
  const rate = priceListOf(input.facts, regionOf(input.request, input.state))?.rates?.cross_az_gb ?? null;
  const { requirements, constraints } = ask;
  return rate === null ? unpriced(input, requirements) : decided(input, { rate, requirements, excluded: constraints.excluded });
};

const cluster = ({ request }: Input, code: string, text: string): Held => ({ target: { kind: 'Cluster', name: request.cluster_id }, code, text });

const nothing = (input: Input, held: readonly Held[]): Decided => ({ decision: hold(frameOf(input, { missing: missingIn(input.state) }), held), remember: [] });

const minGbOf = ({ config }: Input, { min_gb_per_day: asked }: NetworkRequirements): number => asked ?? config.min_gb_per_day;

/** Pairs that are too small are, at whatever price. */
const unpriced = (input: Input, requirements: NetworkRequirements): Decided => {
  const unknown: Reason = { code: 'PRICE_UNKNOWN', text: 'nobody knows what traffic between zones costs here' };
  const refused = pairsOfState(input.state).pairs.map((pair) => ({ pair, reason: dismissal(pair, minGbOf(input, requirements)) ?? unknown }));
  return nothing(input, heldOf(refused, null));
};

interface Asked {
  readonly rate: number;
  readonly requirements: NetworkRequirements;
  readonly excluded: readonly string[];
}

const decided = (input: Input, { rate, requirements, excluded }: Asked): Decided => {
  const { state, config, now } = input;
  const minGbPerDay = minGbOf(input, requirements);
  const situation = situationOf({ state, config, excluded, minGbPerDay, minMonthlySavings: requirements.min_monthly_savings ?? config.min_monthly_savings, rate, now });
  const moves = movesIn(situation);
  const small = situation.pairs.flatMap((pair): readonly Refused[] => {
    const reason = dismissal(pair, minGbPerDay);
    return reason === null ? [] : [{ pair, reason }];
  });
  const held = heldOf([...refusedIn(situation), ...small], situation.cost);
  const missing = missingIn(state);
  const confidence = confidenceFrom(CERTAINTY, evidenceOf(moves), worthOfState(state.observed_at, now), completeness(missing));
  const savings = totalSavings(moves.map(({ recommendation }) => recommendation.estimated_monthly_savings));
  const frame = frameOf(input, { confidence, missing, extra: overview(situation), warnings: warningsOf(situation, requirements) });
  if (moves.length === 0) return { decision: hold(frame, held), remember: [] };
  return {
    decision: act(frame, { recommendations: moves.map(({ recommendation }) => recommendation), held, savings, plan: planOf(moves.map(({ step }) => step)), preconditions: moves.map(({ precondition }) => precondition) }),
    remember: [],
  };
};

/** Ours: traffic of a day is rarely that of the month. */
const CERTAINTY = 0.9;
/** Ours: a preference is followed where the scheduler can, which is not always. */
const PREFERRED_ONLY = 0.8;

const evidenceOf = (moves: readonly Move[]): number => (moves.some(({ recommendation }) => recommendation.action === 'add_pod_affinity') ? PREFERRED_ONLY : 1);

/** Of all traffic whose zones are known, whether a change is worth it or not. */
const overview = ({ pairs, outcome, cost }: Situation): Readonly<Record<string, unknown>> => {
  const before = crossingOf(pairs);
  const saved = [...outcome.pairs.values()].reduce((sum, pair) => sum + pair.before - pair.after, 0);
  return {
    cross_zone_gb_per_day: roundTo(before, 2),
    cross_zone_gb_per_day_after: roundTo(before - saved, 2),
    cross_zone_cost_per_month: roundToCents(cost.bothSides(before)),
    cross_zone_cost_one_side: roundToCents(cost.oneSide(before)),
    cross_zone_cost_per_month_after: roundToCents(cost.bothSides(before - saved)),
  };
};

const crossingOf = (pairs: readonly Pair[]): number => pairs.reduce((sum, { crossing }) => sum + crossing, 0);

const warningsOf = ({ pairs, cost, stopped }: Situation, { measurement_monthly_cost: measuring }: NetworkRequirements): readonly Reason[] => [
  ...(measuring !== null && measuring >= cost.bothSides(crossingOf(pairs))
    ? [{ code: 'MEASUREMENT_COSTS_MORE', text: `measuring the traffic costs ${measuring} USD a month, all of what crosses zones ${roundToCents(cost.bothSides(crossingOf(pairs)))} USD` }]
    : []),
  ...(stopped ? [{ code: 'SEARCH_STOPPED', text: 'there is more traffic than the search looks at: what is recommended is good, better may be left' }] : []),
];
