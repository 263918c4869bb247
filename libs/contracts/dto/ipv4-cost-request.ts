import { Ipv4CostHead } from './ipv4-cost-head';
import { stateField } from './state-field';

export class Ipv4CostRequest extends Ipv4CostHead {
  @stateField({ observed_at: '2026-11-20T10:00:00Z' })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
