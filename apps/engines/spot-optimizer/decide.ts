import type { EngineDecision, Held, Reason } from '@ml/contracts/decision';
import { act, hold, infeasible } from '@ml/engine-kernel/decision';
import type { Decided } from '@ml/engine-kernel/engine';
import { totalSavings } from '@ml/engine-kernel/savings';
import type { Candidate, Refusal } from './candidates';
import { exchangeOf, type Exchange } from './exchange';
import { cheapestPerZone } from './fallback';
import { bareFrame, frameOf, layerText, NOTHING_SHOWN, type Shown } from './frame';
import { heldOf } from './held';
import { reasonToKeepCurrent, reasonToKeepNodes } from './hysteresis';
import { isSafe } from './is-safe';
import type { Layer } from './layers';
import { planSavings } from './plan-savings';
import { onDemandPlan, planned, type Plan, type PlanningInput } from './planning';
import { byExpectedCost, byRisk } from './ranking';
import { recommendationsFor } from './recommendations';
import type { FormulaVersion } from './score/context';
import { situationOf, type Situation, type SpotInput } from './situation';
import { preconditionsFor, stepsFor } from './steps';

/** One version of the engine: the same rules around another formula. */
export const decideBy =
  (version: FormulaVersion) =>
  (input: SpotInput): Decided => {
    const situation = situationOf(input, version);
    if (!('fleet' in situation)) return { decision: hold(bareFrame(input), situation.held), remember: [] };
    const decision = decided(situation);
    if (!staysUnsafe(situation, decision)) return { decision, remember: [] };
    const today = situationOf(withoutForecast(input), version);
    const again = 'fleet' in today ? decided(today) : decision;
    return { decision: again.verdict === 'act' ? again : decision, remember: [] };
  };

/** What is expected may say which plan is cheaper. It does not keep a node in a pool that is not safe: then only what is known today counts. */
const staysUnsafe = (situation: Situation, { verdict }: EngineDecision): boolean =>
  situation.outlook.forecast !== undefined && verdict === 'hold' && situation.fleet.leaving.some((node) => node.capacityType === 'spot' && !isSafe(situation, node));

const SET_ASIDE: Reason = { code: 'FORECAST_SET_ASIDE', text: 'by the forecast nodes would have stayed in pools that are not safe: what is known today counts alone' };

const withoutForecast = (input: SpotInput): SpotInput => ({ ...input, facts: { ...input.facts, poolForecast: undefined, modelFallback: SET_ASIDE } });

const decided = (situation: Situation): EngineDecision => {
  const top = safest(situation);
  const planning: PlanningInput = {
    fleet: situation.fleet,
    candidates: [...situation.candidates].sort(byExpectedCost),
    onDemand: cheapestPerZone(situation.onDemand, situation.fleet.leaving),
    rules: situation.rules,
    scorer: situation.scorer,
  };
  if (top.length === 0) return kept(situation, NO_CANDIDATE, onDemandPlan(planning));
  const keep = reasonToKeepCurrent(situation, top);
  if (keep !== null) return kept(situation, keep, null);
  const outcome = planned(planning);
  if (outcome.kind === 'none') return kept(situation, NO_CANDIDATE, onDemandPlan(planning));
  if (outcome.kind === 'on_demand') return kept(situation, ON_DEMAND_CHEAPER, outcome.plan);
  return outcome.kind === 'broken' ? brokenPlan(situation, top, { plan: outcome.plan, onDemand: onDemandPlan(planning) }) : exchanged(situation, top, outcome.plan);
};

interface BrokenPlan {
  readonly plan: Plan;
  readonly onDemand: Plan | null;
}

/** Layers give only where the request lets them, and never for nothing: a plan that breaks one must be cheaper than on-demand nodes alone. */
const brokenPlan = (situation: Situation, top: readonly Candidate[], { plan, onDemand }: BrokenPlan): EngineDecision => {
  if (!situation.wanted.constraints.allow_relaxed) return impossible(situation, top, { closest: plan, onDemand });
  if (onDemand !== null && onDemand.expectedCost <= plan.expectedCost) return kept(situation, ON_DEMAND_CHEAPER, onDemand);
  return exchanged(situation, top, plan);
};

/** The plan, unless the nodes there are had better stay. */
const exchanged = (situation: Situation, top: readonly Candidate[], plan: Plan): EngineDecision => {
  const exchange = exchangeOf(plan.lines, situation.fleet.leaving);
  const stay = reasonToKeepNodes(situation, plan, exchange);
  return stay === null ? carriedOut(situation, top, { plan, exchange }) : kept(situation, stay, null);
};

/** A pool that costs as much as the fallback is no recommendation, however safe it is. */
const safest = (situation: Situation): readonly Candidate[] => {
  const price = fallbackPrice(situation);
  const cheaper = situation.candidates.filter((candidate) => candidate.price < price);
  return [...(cheaper.length > 0 ? cheaper : situation.candidates)].sort(byRisk).slice(0, situation.config.recommended_pools);
};

const NO_CANDIDATE: Reason = { code: 'NO_CANDIDATE', text: 'no spot pool fits and is safe; every one that was looked at is listed with its reason' };
const ON_DEMAND_CHEAPER: Reason = { code: 'ON_DEMAND_CHEAPER', text: 'under the layers, on-demand nodes cost no more than spot nodes and their interruptions' };

const kept = (situation: Situation, why: Reason, onDemand: Plan | null): EngineDecision => {
  const refusals = refusalsBut(situation, []);
  const frame = frameOf(situation, { ...NOTHING_SHOWN, onDemandPlan: onDemand, refusals });
  return hold(frame, [clusterHeld(situation, why), ...heldBecause(situation, refusals)]);
};

interface Impossible {
  readonly closest: Plan;
  readonly onDemand: Plan | null;
}

/** The ranking is still worth knowing; what binds is what even the closest plan breaks. */
const impossible = (situation: Situation, top: readonly Candidate[], { closest, onDemand }: Impossible): EngineDecision => {
  const refusals = refusalsBut(situation, top);
  const bindingLayers = closest.layers.filter((layer) => !layer.holds);
  const shown: Shown = { plan: null, savings: [], onDemandPlan: onDemand, bindingLayers, recommended: top, refusals };
  const binding = bindingLayers.map((layer) => ({ target: { kind: 'Layer', name: layer.layer }, code: 'LAYER_UNSATISFIABLE', text: `${layerText(layer)}${tooFew(layer, closest.nodesAfter)}; constraints.allow_relaxed would accept the closest plan` }));
  const recommendations = recommendationsFor({ candidates: top, plan: null, baseline: baselinePerNode(situation) });
  return infeasible(frameOf(situation, shown), [...binding, ...heldBecause(situation, refusals)], recommendations);
};

const tooFew = ({ layer, limit }: Layer, nodes: number): string => (layer === 'max_pool_allocation' && limit === 0 ? `, since the share allowed of ${nodes} nodes is less than one` : '');

interface ToDo {
  readonly plan: Plan;
  readonly exchange: Exchange;
}

const carriedOut = (situation: Situation, top: readonly Candidate[], { plan, exchange }: ToDo): EngineDecision => {
  const used = plan.lines.flatMap((line) => (line.candidate === null ? [] : [line.candidate]));
  const refusals = refusalsBut(situation, [...top, ...used]);
  const savings = planSavings(plan.lines, exchange, fallbackPrice(situation));
  return act(frameOf(situation, { ...NOTHING_SHOWN, plan, savings, recommended: top, refusals }), {
    recommendations: recommendationsFor({ candidates: top, plan, baseline: baselinePerNode(situation) }),
    held: heldBecause(situation, refusals),
    savings: totalSavings(savings),
    plan: stepsFor(exchange, situation),
    preconditions: preconditionsFor(exchange, situation),
  });
};

/** USD an hour: the nodes that are replaced, on average; for new ones the cheapest on-demand node that fits. */
const baselinePerNode = ({ fleet, onDemand }: Situation): number =>
  fleet.leaving.length > 0 ? sum(fleet.leaving.map((node) => node.price)) / fleet.leaving.length : fallbackPrice({ onDemand });

/** USD an hour: the cheapest on-demand node that fits. */
const fallbackPrice = ({ onDemand }: Pick<Situation, 'onDemand'>): number => onDemand.reduce((least, option) => Math.min(least, option.price), Number.POSITIVE_INFINITY);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const clusterHeld = ({ input }: Situation, why: Reason): Held => ({ target: { kind: 'Cluster', name: input.request.cluster_id }, ...why });

const heldBecause = (situation: Situation, refusals: readonly Refusal[]): readonly Held[] => [...situation.held, ...heldOf(refusals, situation.market)];

/** Everything that was looked at and is not in the answer. */
const refusalsBut = (situation: Situation, shown: readonly Candidate[]): readonly Refusal[] => {
  const price = fallbackPrice(situation);
  const unused = situation.candidates.filter((candidate) => !shown.includes(candidate));
  return [...situation.refused, ...unused.map((candidate) => notChosen(candidate, candidate.price < price ? OUTRANKED : NOT_WORTH_IT))];
};

const OUTRANKED: Reason = { code: 'NOT_CHOSEN', text: 'may be used, but others are safer or cheaper in expectation' };
const NOT_WORTH_IT: Reason = { code: 'DEARER_THAN_FALLBACK', text: 'may be used, but costs no less than the on-demand fallback' };

const notChosen = (candidate: Candidate, why: Reason): Refusal => ({
  ...why,
  instanceType: candidate.instanceType,
  zone: candidate.zone,
  score: candidate.safety,
  unfit: false,
});
