import { currentState } from '@ml/state/current-state';
import { optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** What this engine reads of `current_state`. */
export interface OomkilledRemediationState {
  readonly observed_at: EpochMs | null;
}

export const projectOomkilledRemediationState: (posted: unknown) => OomkilledRemediationState = currentState({ observed_at: optional(time) });
