import type { AdvisorClass, PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import type { SafetyScore } from '@ml/units/brand';
import type { Ask, Constraints } from './ask';
import type { SpotConfig } from './config';
import type { Expected } from './expected';
import { expectedHourlyCost, expectedPrice, monthlyInterruption } from './expected-cost';
import { fitRules, type Need } from './fit';
import type { Market } from './market';
import type { Outlook } from './outlook';
import { CLASS_LABELS } from '@ml/engine-kernel/spot-score/advisor';
import type { Term } from '@ml/engine-kernel/spot-score/terms';
import type { Scorer } from './scorer';

/** A pool that may be used. */
export interface Candidate {
  readonly instanceType: string;
  readonly zone: string;
  /** USD an hour. */
  readonly price: number;
  readonly onDemand: number;
  readonly interruptionClass: AdvisorClass;
  readonly safety: SafetyScore;
  /** Others are being interrupted there: its score is lower than its terms say. */
  readonly uncertain: boolean;
  readonly terms: readonly Term[];
  /** By models, where one said something. */
  readonly expected: Expected;
  /** USD an hour, interruptions included. */
  readonly expectedCost: number;
}

/** A type, or a pool of it, that was looked at and may not be used. */
export interface Refusal {
  readonly code: string;
  readonly text: string;
  readonly instanceType: string;
  /** null: the whole type. */
  readonly zone: string | null;
  readonly score?: number;
  /** The reason is in the catalogue or in the request, not in the market. */
  readonly unfit: boolean;
}

/** An on-demand type in one zone. */
export interface OnDemandOption {
  readonly instanceType: string;
  readonly zone: string;
  readonly price: number;
}

export interface Survey {
  readonly eligible: readonly Candidate[];
  /** Everything in order but the score: what a relaxed request may fall back to. */
  readonly belowThreshold: readonly Candidate[];
  readonly refused: readonly Refusal[];
  readonly onDemand: readonly OnDemandOption[];
}

export interface SurveyInput {
  readonly market: Market;
  readonly scorer: Scorer;
  readonly outlook: Outlook;
  readonly need: Need;
  readonly ask: Ask;
  readonly constraints: Constraints;
  readonly minSafety: number;
  readonly config: SpotConfig;
}

/** Looks at every pool of the region: each is eligible, or refused with a code. */
export const survey = (input: SurveyInput): Survey => {
  const rules = fitRules(input.need, input.ask, input.constraints);
  const eligible: Candidate[] = [];
  const belowThreshold: Candidate[] = [];
  const refused: Refusal[] = [];
  const onDemand: OnDemandOption[] = [];
  const look = poolLook(input);
  for (const type of input.market.types) {
    const rule = rules.find((candidate) => candidate.refuses(type));
    if (rule !== undefined) {
      refused.push({ code: rule.code, text: rule.text, instanceType: type.instance_type, zone: null, unfit: true });
      continue;
    }
    onDemand.push(...onDemandOptions(input, type));
    const zones = input.market.namedZonesOf(type);
    if (zones.length === 0) refused.push({ ...OFFERED_NOWHERE, instanceType: type.instance_type, zone: null, unfit: false });
    for (const zone of zones) {
      const seen = look(type, zone);
      if ('code' in seen) refused.push({ code: seen.code, text: seen.text, instanceType: type.instance_type, zone, unfit: false });
      else if (seen.safety < input.minSafety) belowThreshold.push(seen);
      else eligible.push(seen);
    }
  }
  for (const instanceType of input.market.uncatalogued) refused.push({ ...NOT_IN_CATALOGUE, instanceType, zone: null, unfit: true });
  return { eligible, belowThreshold, refused, onDemand };
};

interface No {
  readonly code: string;
  readonly text: string;
}

const NOT_OFFERED: No = { code: 'NOT_OFFERED', text: 'is not offered there, as far as anyone knows' };
const OFFERED_NOWHERE: No = { code: 'NOT_OFFERED', text: 'is offered in no zone, as far as anyone knows' };
const PRICE_LAPSED: No = { code: 'PRICE_STALE', text: 'has a spot price more than 90 days older than the newest of its region' };
const NOT_IN_CATALOGUE: No = { code: 'UNKNOWN_INSTANCE_TYPE', text: 'has prices but is not in the catalogue, so its size is unknown' };
const ZONE_NOT_ASKED: No = { code: 'ZONE_NOT_ASKED', text: 'is in a zone that was not asked for' };
const SPOT_UNKNOWN: No = { code: 'PRICE_UNKNOWN', text: 'has no known spot price' };
const ON_DEMAND_UNKNOWN: No = { code: 'PRICE_UNKNOWN', text: 'has no known on-demand price to compare with' };
const ADVISOR_UNKNOWN: No = { code: 'ADVISOR_UNKNOWN', text: 'has no interruption class in the Spot Advisor' };
const EXCLUDED: No = { code: 'POOL_EXCLUDED', text: 'is excluded by the request' };
const CONFIRMED_RISKY: No = { code: 'CONFIRMED_RISKY', text: 'is interrupting others right now' };
const ABOVE_MAXIMUM: No = { code: 'PRICE_ABOVE_MAXIMUM', text: 'costs more than max_price_usd_per_hour' };
const DEARER: No = { code: 'SPOT_NOT_CHEAPER', text: 'is not cheaper than on-demand' };

const poolLook = (input: SurveyInput): ((type: TypeFacts, zone: string) => Candidate | No) => {
  const asked = askedLook(input);
  return (type, zone) => {
    const pool = input.market.pool(type.instance_type, zone);
    const onDemand = input.market.onDemand(type);
    const no = asked(type, zone);
    if (no !== null) return no;
    if (pool === undefined) return input.market.priceLapsed(type.instance_type, zone) ? PRICE_LAPSED : SPOT_UNKNOWN;
    if (onDemand === undefined) return ON_DEMAND_UNKNOWN;
    if (pool.price >= onDemand) return DEARER;
    if (pool.price > (input.ask.max_price_usd_per_hour ?? Number.POSITIVE_INFINITY)) return ABOVE_MAXIMUM;
    return scoredLook(input, { type, pool, onDemand });
  };
};

/** What the request and the offerings say, whatever the market. */
const askedLook = ({ ask, constraints }: SurveyInput): ((type: TypeFacts, zone: string) => No | null) => {
  const zones = new Set(ask.availability_zones);
  const excluded = new Set(constraints.excluded);
  return (type, zone) => {
    if (zones.size > 0 && !zones.has(zone)) return ZONE_NOT_ASKED;
    if (excluded.size > 0 && excluded.has(`${type.instance_type}/${zone}`)) return EXCLUDED;
    return type.availability_zones === null || type.availability_zones.includes(zone) ? null : NOT_OFFERED;
  };
};

interface Priced {
  readonly type: TypeFacts;
  readonly pool: PoolFacts;
  readonly onDemand: number;
}

const scoredLook = ({ scorer, outlook, ask, config }: SurveyInput, { type, pool, onDemand }: Priced): Candidate | No => {
  const zone = pool.availability_zone;
  const { scored, interruptionClass, lesson, confirmedRisky, blockedUntil } = scorer.score(type, zone, pool);
  if (blockedUntil !== null) return { code: 'CAPACITY_BLOCKED', text: `had no capacity; blocked until ${blockedUntil}` };
  if (confirmedRisky) return CONFIRMED_RISKY;
  if (interruptionClass === undefined || scored === null) return ADVISOR_UNKNOWN;
  const learned = { weight: scorer.lessons.weight, score: scorer.lessons.customerScore(lesson, type.instance_type) };
  const expected = outlook.of(type.instance_type, zone);
  const cost = { price: expectedPrice(pool.price, expected), onDemand, monthlyInterruption: monthlyInterruption(interruptionClass, learned, expected.interruption_probability) };
  return {
    instanceType: type.instance_type,
    zone,
    price: pool.price,
    onDemand,
    interruptionClass,
    safety: scored.safety,
    uncertain: lesson?.level === 'UNCERTAIN',
    terms: scored.terms,
    expected: { price: expected.price, interruption_probability: expected.interruption_probability },
    expectedCost: expectedHourlyCost(cost, config, ask.workload_type),
  };
};

const onDemandOptions = ({ market, ask }: SurveyInput, type: TypeFacts): readonly OnDemandOption[] => {
  const price = market.onDemand(type);
  if (price === undefined) return [];
  const zones = market.zonesOf(type).filter((zone) => ask.availability_zones.length === 0 || ask.availability_zones.includes(zone));
  return zones.map((zone) => ({ instanceType: type.instance_type, zone, price }));
};

/** The score was looked at last: everything else about the pool is in order. */
export const thresholdRefusal = (candidate: Candidate, minSafety: number): Refusal => ({
  code: 'SAFETY_BELOW_THRESHOLD',
  text: `scores below ${minSafety}: ${CLASS_LABELS[candidate.interruptionClass]} of its instances are interrupted in a month${outOfReach(candidate, minSafety)}`,
  score: candidate.safety,
  instanceType: candidate.instanceType,
  zone: candidate.zone,
  unfit: false,
});

/** Where even the best of everything else would not do; only a formula that learns takes weight off the class. */
const outOfReach = ({ terms }: Candidate, minSafety: number): string => {
  const advisor = terms.find((term) => term.name === 'advisor');
  if (advisor === undefined || 1 - advisor.weight * (1 - (advisor.score ?? 0)) >= minSafety) return '';
  return `, and no pool of that class can reach it${terms.some((term) => term.name === 'customer') ? ' until more has been learned' : ''}`;
};
