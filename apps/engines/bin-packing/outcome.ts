import type { Reason } from '@ml/contracts/decision';
import type { Drain } from './drain';
import type { Replacement } from './replace';

/** Why a node stays that was looked at. */
export interface Refusal extends Reason {
  /** The pod that has no place elsewhere. */
  readonly stuck?: number;
}

/** What is to be done, in its order, and why the rest stays. */
export interface Outcome {
  readonly drains: readonly Drain[];
  readonly replacements: readonly Replacement[];
  /** By node. */
  readonly refused: ReadonlyMap<number, Refusal>;
}

export const NO_OUTCOME: Outcome = { drains: [], replacements: [], refused: new Map() };
