import type { PriceSnapshot } from '@ml/contracts/pricing';
import type { EpochMs } from '@ml/units/brand';
import { ADVISOR_AGEING, completeness, confidenceFrom, PRICES_AGEING, worthAsOf, worthOfState } from '@ml/engine-kernel/confidence';
import type { Candidate } from './candidates';
import type { Plan } from './planning';

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
  const evidence = worthAsOf(PRICES_AGEING, snapshot.prices_as_of, now) * worthAsOf(ADVISOR_AGEING, snapshot.advisor_as_of, now) * historyFactor(used);
  return confidenceFrom(evidence, worthOfState(observedAt, now), completeness(missing));
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
