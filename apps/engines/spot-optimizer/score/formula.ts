import type { AdvisorClass, PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import type { PoolLesson } from '@ml/engine-kernel/engine';
import { roundTo } from '@ml/units/money';
import { safetyScore, type SafetyScore } from '@ml/units/brand';

export type TermName = 'advisor' | 'volatility' | 'gap' | 'time' | 'structural' | 'customer';

/** What a formula looks at: one pool. */
export interface PoolView {
  readonly type: TypeFacts;
  readonly zone: string;
  /** undefined when the pool has no price. */
  readonly pool: PoolFacts | undefined;
  /** USD an hour; undefined when unknown. */
  readonly onDemand: number | undefined;
  readonly interruptionClass: AdvisorClass | undefined;
  readonly lesson: PoolLesson | undefined;
}

export interface Term {
  readonly name: TermName;
  readonly weight: number;
  /** 1 = safe; null = unknown. */
  readonly score: number | null;
}

/** One version of the formula, ready for one region at one instant. Its weights sum to 1. */
export type Formula = (view: PoolView) => readonly Term[];

export interface Scored {
  /** Rounded to four decimals, as it is shown: what a reader compares with the threshold is what was compared. */
  readonly safety: SafetyScore;
  readonly terms: readonly Term[];
}

const SHOWN_DIGITS = 4;

/** An unknown term gives its weight to the known ones in proportion; with none known there is no score. */
export const combined = (terms: readonly Term[], penalty: number): Scored | null => {
  let sum = 0;
  let weight = 0;
  for (const term of terms) {
    if (term.score === null) continue;
    sum += term.weight * term.score;
    weight += term.weight;
  }
  return weight === 0 ? null : { safety: safetyScore(roundTo(Math.max(0, sum / weight - penalty), SHOWN_DIGITS)), terms };
};

/** As shown in an answer: every term of the formula by its name, null where unknown. */
export const componentsOf = (terms: readonly Term[]): Readonly<Partial<Record<TermName, number | null>>> =>
  Object.fromEntries(terms.map((term) => [term.name, term.score === null ? null : roundTo(term.score, SHOWN_DIGITS)]));
