import type { BoostObjective } from './boost-options';

/** One regression tree in arrays: node 0 is the root. */
export interface Tree {
  /** Index of the feature a node splits by; -1: a leaf. */
  readonly feature: Int32Array;
  /** Rows with `value <= threshold` go left. Exactly representable in 32 bits. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Whether a row whose value is unknown (NaN) goes left. */
  readonly unknownLeft: Uint8Array;
  /** Of a leaf; 0 elsewhere. */
  readonly value: Float64Array;
}

/** A sum of trees: `base + sum of the leaves reached`, before the link of its objective. */
export interface BoostedTrees {
  readonly objective: BoostObjective;
  readonly features: readonly string[];
  readonly base: number;
  readonly trees: readonly Tree[];
  /** Total gain of the splits by each feature; sums to 1 unless there is no split. */
  readonly importance: readonly number[];
}
