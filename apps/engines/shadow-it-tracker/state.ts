import { currentState } from '@ml/state/current-state';
import { optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** What this engine reads of `current_state`. */
export interface ShadowItTrackerState {
  readonly observed_at: EpochMs | null;
}

export const projectShadowItTrackerState: (posted: unknown) => ShadowItTrackerState = currentState({ observed_at: optional(time) });
