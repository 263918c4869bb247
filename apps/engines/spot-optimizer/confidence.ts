import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { EpochMs } from '@ml/units/brand';
import { roundTo } from '@ml/units/money';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@ml/units/time';
import type { Candidate } from './candidates';
import type { Plan } from './planning';

/** Ours: a fact is worth all until `freshMs`, and falls to `floor` at `staleMs`. */
interface Ageing {
  readonly freshMs: number;
  readonly staleMs: number;
  readonly floor: number;
}

const PRICES: Ageing = { freshMs: 2 * HOUR_MS, staleMs: 7 * DAY_MS, floor: 0.4 };
/** The Spot Advisor looks back over a month. */
const ADVISOR: Ageing = { freshMs: 30 * DAY_MS, staleMs: 120 * DAY_MS, floor: 0.5 };
const STATE: Ageing = { freshMs: 15 * MINUTE_MS, staleMs: DAY_MS, floor: 0.6 };

/** What each missing field costs, and what all of them can cost together. */
const MISSING_FACTOR = 0.93;
const MISSING_FLOOR = 0.6;
/** Of the weight of all pools used: as much as volatility weighs, give or take. */
const UNKNOWN_VOLATILITY_LOSS = 0.25;

export interface ConfidenceInput {
  readonly snapshot: PriceSnapshot;
  readonly observedAt: EpochMs | null;
  readonly missing: readonly string[];
  readonly used: readonly Candidate[];
  readonly now: EpochMs;
}

/** Evidence (how fresh, how much of the history is known) times completeness (what the request left out). */
export const confidenceOf = ({ snapshot, observedAt, missing, used, now }: ConfidenceInput): number => {
  const evidence = aged(PRICES, snapshot.prices_as_of, now) * aged(ADVISOR, snapshot.advisor_as_of, now) * historyFactor(used);
  const state = observedAt === null ? 1 : worth(STATE, now - observedAt);
  const completeness = Math.max(MISSING_FLOOR, MISSING_FACTOR ** missing.length);
  return roundTo(evidence * state * completeness, 2);
};

const aged = (ageing: Ageing, asOf: string | null, now: EpochMs): number => (asOf === null ? ageing.floor : worth(ageing, now - Date.parse(asOf)));

const worth = ({ freshMs, staleMs, floor }: Ageing, ageMs: number): number => {
  if (Number.isNaN(ageMs)) return floor;
  const share = Math.min(1, Math.max(0, (ageMs - freshMs) / (staleMs - freshMs)));
  return 1 - (1 - floor) * share;
};

const historyFactor = (used: readonly Candidate[]): number => {
  const unknown = used.filter((candidate) => candidate.terms.some((term) => term.name === 'volatility' && term.score === null));
  return used.length === 0 ? 1 : 1 - (UNKNOWN_VOLATILITY_LOSS * unknown.length) / used.length;
};

/** The pools that an answer rests on: those of its plan, else those it recommends. */
export const poolsUsed = (plan: Plan | null, recommended: readonly Candidate[]): readonly Candidate[] => {
  const planned = (plan?.lines ?? []).flatMap((line) => (line.candidate === null ? [] : [line.candidate]));
  return planned.length > 0 ? planned : recommended;
};
