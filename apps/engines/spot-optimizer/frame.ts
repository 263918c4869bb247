import type { Frame } from '@ml/engine-kernel/decision';
import { evidenceOf } from '@ml/engine-kernel/evidence';
import { roundTo } from '@ml/units/money';
import { MINUTE_MS } from '@ml/units/time';
import type { Candidate, Refusal } from './candidates';
import { confidenceOf, poolsUsed } from './confidence';
import { fallbackTypes } from './fallback';
import { summaryOf } from './held';
import type { Layer } from './layers';
import { factsUnused, factsUsed, shownForecast } from './forecast-evidence';
import { freshFacts } from './outlook';
import type { Plan } from './planning';
import type { Situation, SpotInput } from './situation';
import { warningsFor } from './warnings';

const PRICE_DIGITS = 6;

/** What stands in an answer besides its verdict. */
export interface Shown {
  /** The plan to be carried out. */
  readonly plan: Plan | null;
  /** USD a month by line of that plan. */
  readonly savings: readonly number[];
  readonly onDemandPlan: Plan | null;
  readonly bindingLayers: readonly Layer[];
  readonly recommended: readonly Candidate[];
  /** What was looked at and is not in the answer. */
  readonly refusals: readonly Refusal[];
}

export const NOTHING_SHOWN: Shown = { plan: null, savings: [], onDemandPlan: null, bindingLayers: [], recommended: [], refusals: [] };

export const frameOf = (situation: Situation, shown: Shown): Frame => {
  const { input, market, missing } = situation;
  const used = poolsUsed(shown.plan, shown.recommended);
  const facts = factsUsed(input.facts, situation.outlook, situation.candidates);
  return {
    confidence: confidenceOf({ snapshot: market.snapshot, observedAt: input.state.observed_at, missing, used, now: input.now }),
    validUntil: validUntil(input),
    warnings: [...warningsFor(situation), ...brokenLayers(shown.plan)],
    missing,
    evidence: { ...evidenceOf(facts), feedback_weight: situation.learned ? situation.scorer.lessons.weight : 0 },
    extra: {
      allocation_plan: shown.plan === null ? null : shownPlan(shown.plan, shown.savings),
      on_demand_plan: shown.onDemandPlan === null ? null : shownPlan(shown.onDemandPlan),
      binding_layers: shown.bindingLayers,
      fallback_on_demand: fallbackTypes(situation.onDemand, situation.config.fallback_types),
      held_summary: summaryOf(shown.refusals),
      pool_forecast: shownForecast(facts),
    },
  };
};

/** For an answer that got no further than reading the request. */
export const bareFrame = (input: SpotInput): Frame => ({
  confidence: 0,
  validUntil: validUntil(input),
  warnings: [],
  missing: [],
  evidence: evidenceOf(factsUnused(freshFacts(input))),
  extra: { allocation_plan: null, on_demand_plan: null, binding_layers: [], fallback_on_demand: [], held_summary: {}, pool_forecast: null },
});

const validUntil = ({ now, config }: SpotInput): string => new Date(now + config.valid_minutes * MINUTE_MS).toISOString();

const brokenLayers = (plan: Plan | null): Frame['warnings'] =>
  (plan?.layers ?? [])
    .filter((layer) => !layer.holds)
    .map((layer) => ({ code: 'LAYER_BROKEN', text: `${layerText(layer)}; allowed by constraints.allow_relaxed` }));

export const layerText = ({ layer, limit, value, unit }: Layer): string => `layer ${layer}: ${value ?? 'unknown'} ${unit} where the limit is ${limit}`;

/** Only a plan that is to be carried out saves anything. */
const shownPlan = (plan: Plan, savings: readonly number[] = []): Readonly<Record<string, unknown>> => ({
  nodes: plan.lines.map((line, index) => ({
    instance_type: line.instanceType,
    availability_zone: line.zone,
    capacity_type: line.capacityType,
    count: line.count,
    hourly_price: line.price,
    expected_hourly_cost: roundTo(line.expectedCost, PRICE_DIGITS),
    safety_score: line.candidate?.safety ?? 1,
    ...(savings[index] === undefined ? {} : { estimated_monthly_savings: savings[index] }),
  })),
  layers: plan.layers,
  nodes_after: plan.nodesAfter,
  hourly_price: roundTo(
    plan.lines.reduce((sum, line) => sum + line.count * line.price, 0),
    PRICE_DIGITS,
  ),
  expected_hourly_cost: roundTo(plan.expectedCost, PRICE_DIGITS),
});
