import type { Digest } from './digest';

/** What to ask for, and between which two amounts nobody needs to act. */
export interface Estimate {
  readonly target: number;
  readonly lower: number;
  readonly upper: number;
}

/** What was used, and how much of it was seen. */
export interface Used {
  readonly digest: Digest;
  /** Days of usage behind it. */
  readonly days: number;
}

export type Estimator = (used: Used) => Estimate;

export const each = (estimate: Estimate, change: (amount: number) => number): Estimate => ({
  target: change(estimate.target),
  lower: change(estimate.lower),
  upper: change(estimate.upper),
});
