import { field } from '../field';
import { SpotOptimizeHead } from './spot-optimize-head';

const CURRENT_STATE =
  'The objects you already hold, in their native form: Kubernetes API objects (`nodes`, `pods`, `pod_disruption_budgets`, ...) and AWS API objects (`instances`, `volumes`, ...). A subset of their fields is enough, unknown fields are ignored. `{}` when there is nothing to say.';

export class SpotOptimizeRequest extends SpotOptimizeHead {
  @field.free({ what: CURRENT_STATE, example: { observed_at: '2026-11-20T10:00:00Z', nodes: [] } })
  readonly current_state!: Readonly<Record<string, unknown>>;
}
