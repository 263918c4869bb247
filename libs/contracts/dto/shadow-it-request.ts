import { ShadowItHead } from './shadow-it-head';
import { stateField } from './state-field';

export class ShadowItRequest extends ShadowItHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
