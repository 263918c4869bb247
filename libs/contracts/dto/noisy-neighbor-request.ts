import { NoisyNeighborHead } from './noisy-neighbor-head';
import { stateField } from './state-field';

export class NoisyNeighborRequest extends NoisyNeighborHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
