import type { Reason } from '@ml/contracts/decision';
import type { Drain } from './drain';
import type { Replacement } from './replace';

/** What is to be done, in its order, and why the rest stays. */
export interface Outcome {
  readonly drains: readonly Drain[];
  readonly replacements: readonly Replacement[];
  /** By node. */
  readonly refused: ReadonlyMap<number, Reason>;
}

export const NO_OUTCOME: Outcome = { drains: [], replacements: [], refused: new Map() };
