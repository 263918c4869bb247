import { currentState } from '@ml/state/current-state';
import { readContainerImages, type ContainerImageState } from '@ml/state/observed/container-image';
import { optional } from '@ml/state/shapes';
import { time } from '@ml/state/values';
import type { EpochMs } from '@ml/units/brand';

/** What this engine reads of `current_state`; null is a list that was not given. */
export interface ImageBloatAnalyzerState {
  readonly observed_at: EpochMs | null;
  readonly images: readonly ContainerImageState[] | null;
}

export const projectImageBloatAnalyzerState: (posted: unknown) => ImageBloatAnalyzerState = currentState({
  observed_at: optional(time),
  images: optional(readContainerImages),
});
