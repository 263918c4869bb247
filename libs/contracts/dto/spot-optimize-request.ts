import { SpotOptimizeHead } from './spot-optimize-head';
import { stateField } from './state-field';

export class SpotOptimizeRequest extends SpotOptimizeHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z', nodes: [] })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
