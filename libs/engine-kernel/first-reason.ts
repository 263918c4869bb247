import type { Reason } from '@ml/contracts/decision';

/** Why a candidate is left alone, as one rule sees it; null when the rule has nothing against it. */
export type ReasonRule<Candidate, Context> = (candidate: Candidate, context: Context) => Reason | null;

export const when = (applies: boolean, code: string, text: string): Reason | null => (applies ? { code, text } : null);

/** The first of the rules that has something against the candidate, in their order. */
export const firstReason = <Candidate, Context>(rules: readonly ReasonRule<Candidate, Context>[], candidate: Candidate, context: Context): Reason | null => {
  for (const rule of rules) {
    const reason = rule(candidate, context);
    if (reason !== null) return reason;
  }
  return null;
};
