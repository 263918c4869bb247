import type { Reason } from '@ml/contracts/decision';
import { roundTo } from '@ml/units/money';
import type { Candidate } from './candidates';
import type { Exchange } from './exchange';
import { expectedHourlyCost, expectedPrice, monthlyInterruption } from './expected-cost';
import type { LeavingNode } from './fleet';
import { isSafe } from './is-safe';
import { judged, limitsFor } from './layers';
import { grouped, type Plan } from './planning';
import type { Situation } from './situation';

/** Nobody knows its class: taken for the worst one, so that it is never the reason to keep a node. */
const UNKNOWN_CLASS = 4;

/** Why one node described by `requirements.current` stays where it is, whatever plan there may be; null when it may move. */
export const reasonToKeepCurrent = (situation: Situation, top: readonly Candidate[]): Reason | null => {
  const [current] = situation.fleet.leaving;
  if (situation.fleet.mode !== 'swap' || current?.capacityType !== 'spot' || !isSafe(situation, current)) return null;
  if (top.some((candidate) => candidate.instanceType === current.instanceType && candidate.zone === current.zone)) {
    return { code: 'ALREADY_RECOMMENDED', text: 'the node already runs in one of the pools that would be recommended' };
  }
  const few = situation.fleet.places === 1 ? tooFewCheaper(situation, current) : null;
  if (few !== null) return few;
  const [cheapest] = [...situation.candidates].sort((one, other) => one.expectedCost - other.expectedCost);
  return cheapest === undefined ? null : tooLittle(situation, expectedCostOf(situation, current), cheapest.expectedCost);
};

const tooFewCheaper = (situation: Situation, current: LeavingNode): Reason | null => {
  const cheaper = cheaperTypes(situation, current);
  const { min_cheaper_types: floor } = situation.config;
  return cheaper >= floor ? null : { code: 'TOO_FEW_CHEAPER_TYPES', text: `${cheaper} other, cheaper instance types where ${floor} keep a spot node from walking down the price ladder` };
};

const cheaperTypes = ({ candidates }: Situation, current: LeavingNode): number => {
  const cheaper = candidates.filter((candidate) => candidate.price < current.price && candidate.instanceType !== current.instanceType);
  return new Set(cheaper.map((candidate) => candidate.instanceType)).size;
};

/** Why nodes stay although a plan exists: they already run as planned, or it pays too little and mends no layer. */
export const reasonToKeepNodes = (situation: Situation, plan: Plan, { launches, removals }: Exchange): Reason | null => {
  if (situation.fleet.mode === 'add') return null;
  if (launches.length === 0) return { code: 'ALREADY_OPTIMAL', text: 'the nodes already run as the plan would have them' };
  if (mendsALayer(situation, plan)) return null;
  const [only, ...others] = removals;
  const few = only?.capacityType === 'spot' && others.length === 0 && isSafe(situation, only) ? tooFewCheaper(situation, only) : null;
  if (few !== null) return few;
  const before = removals.reduce((sum, node) => sum + expectedCostOf(situation, node), 0);
  const after = launches.reduce((sum, line) => sum + line.count * line.expectedCost, 0);
  return tooLittle(situation, before, after);
};

/** Sums of prices differ in their last bit by the order of their terms. */
const PCT_DIGITS = 6;

const tooLittle = ({ config }: Situation, before: number, after: number): Reason | null => {
  const pct = before > 0 ? roundTo((100 * (before - after)) / before, PCT_DIGITS) : 0;
  if (pct >= config.min_saving_pct && after < before) return null;
  return { code: 'SAVING_BELOW_THRESHOLD', text: `the change would save ${Math.max(0, Math.floor(pct))}% of the expected cost, less than ${config.min_saving_pct}%` };
};

const mendsALayer = ({ fleet, rules, scorer }: Situation, plan: Plan): boolean => {
  const nodes = [...fleet.staying, ...fleet.leaving];
  const now = judged(grouped(nodes), limitsFor(rules, nodes.length), scorer.safetyOf);
  return now.some((layer, index) => !layer.holds && plan.layers[index]?.holds === true);
};

const expectedCostOf = ({ market, scorer, outlook, config, wanted }: Situation, node: LeavingNode): number => {
  const type = market.type(node.instanceType);
  if (node.capacityType === 'on-demand' || type === undefined) return node.price;
  const { interruptionClass, lesson } = scorer.score(type, node.zone ?? '', undefined);
  const learned = { weight: scorer.lessons.weight, score: scorer.lessons.customerScore(lesson, node.instanceType) };
  const expected = outlook.of(node.instanceType, node.zone);
  const monthly = monthlyInterruption(interruptionClass ?? UNKNOWN_CLASS, learned, expected.interruption_probability);
  const cost = { price: expectedPrice(node.price, expected), onDemand: market.onDemand(type) ?? node.price, monthlyInterruption: monthly };
  return expectedHourlyCost(cost, config, wanted.ask.workload_type);
};
