import { currentState } from '@ml/state/current-state';
import { readNodes, type NodeState } from '@ml/state/kubernetes/node';
import { fallback, optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** What this engine reads of `current_state`. */
export interface SpotState {
  readonly observed_at: EpochMs | null;
  readonly nodes: readonly NodeState[];
}

export const projectSpotState: (posted: unknown) => SpotState = currentState({
  observed_at: optional(time),
  nodes: fallback(readNodes, []),
});
