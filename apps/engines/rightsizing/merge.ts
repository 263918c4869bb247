/** How far a model and the rule agree about one amount. */
export type Agreement = 'no_model' | 'agrees' | 'differs' | 'model_larger' | 'diverges';

export interface Merged {
  readonly amount: number;
  readonly agreement: Agreement;
  readonly requiresReview: boolean;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface MergeLimits {
  /** Shares. */
  readonly agree: number;
  readonly diverge: number;
}

/** The contract: agreement is worth 0.90 and more. The others are ours. */
export const CONFIDENCE: Readonly<Record<Agreement, number>> = { agrees: 0.95, model_larger: 0.9, differs: 0.88, no_model: 0.85, diverges: 0.6 };

/**
 * The rule's amount and the model's, made one. With limits of 10% and 30%:
 * | rule | model | amount | |
 * |---|---|---|---|
 * | 4 | none | 4 | 0.85 |
 * | 4 | 4 | 4 | agrees, 0.95 |
 * | 4 | 3.8 | 4 | agrees, 0.95 |
 * | 4 | 5 | 5 | the larger is the safer one, 0.90 |
 * | 4 | 6 | 6 | safer, but a person looks: they are 50% apart |
 * | 4 | 3.2 | 4 | 20% apart, 0.88 |
 * | 4 | 2 | 4 | 50% apart: a person looks |
 * The amount is never below the rule's: a model can only make it more careful.
 */
export const merged = (own: number, model: number | undefined, { agree, diverge }: MergeLimits): Merged => {
  if (model === undefined) return outcome(own, 'no_model');
  const apart = own > 0 ? Math.abs(model - own) / own : model > 0 ? Number.POSITIVE_INFINITY : 0;
  const amount = Math.max(own, model);
  if (apart > diverge + HAIR) return outcome(amount, 'diverges');
  if (apart <= agree + HAIR) return outcome(amount, 'agrees');
  return outcome(amount, model > own ? 'model_larger' : 'differs');
};

/** 0.3 of 10 is 3.0000000000000004 away from 13 at times. */
const HAIR = 1e-9;

const outcome = (amount: number, agreement: Agreement): Merged => ({ amount, agreement, requiresReview: agreement === 'diverges', confidence: CONFIDENCE[agreement] });

/** The rule's amount, where the model's cannot be had: they are as far apart as can be. */
export const diverging = ({ amount }: Merged): Merged => outcome(amount, 'diverges');

/** Two amounts of one thing are as sure as the less sure of them. */
export const lessSure = (one: Merged, other: Merged): Merged => (other.confidence < one.confidence ? other : one);
