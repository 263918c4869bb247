import { OomkilledRemediateHead } from './oomkilled-remediate-head';
import { stateField } from './state-field';

export class OomkilledRemediateRequest extends OomkilledRemediateHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
