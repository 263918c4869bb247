import type { PoolKey } from '@ml/contracts/pools';

/** A pool of which something has come in. */
export interface TouchedPool extends PoolKey {
  /** Whose reports have come; without it everybody's are counted anew, which takes longer. */
  readonly customers?: readonly string[];
}

/** What is known of a pool in the long run, scores 1 = safe. */
export interface Learned {
  readonly safety: number;
  readonly confidence: number;
  /** What its class, region and family let expect. */
  readonly prior_safety: number;
  /** Events: nodes lost together count once. */
  readonly interruptions: number;
  /** Interrupted there, or there for a day or more. */
  readonly customers: number;
}
