import { roundTo } from '@ml/units/money';
import { safetyScore, type SafetyScore } from '@ml/units/brand';

export type TermName = 'advisor' | 'volatility' | 'gap' | 'time' | 'structural' | 'customer';

export interface Term {
  readonly name: TermName;
  readonly weight: number;
  /** 1 = safe; null = unknown. */
  readonly score: number | null;
}

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

/** What the learning formula is made of; null = unknown. */
export interface LearnedScores {
  readonly advisor: number | null;
  readonly volatility: number | null;
  readonly structural: number;
  readonly customer: number;
}

/** (0.60 - w) advisor + 0.30 volatility + 0.10 structural + w customer, w being the feedback weight. */
export const learnedTerms = ({ advisor, volatility, structural, customer }: LearnedScores, weight: number): readonly Term[] => [
  { name: 'advisor', weight: 0.6 - weight, score: advisor },
  { name: 'volatility', weight: 0.3, score: volatility },
  { name: 'structural', weight: 0.1, score: structural },
  { name: 'customer', weight, score: customer },
];
