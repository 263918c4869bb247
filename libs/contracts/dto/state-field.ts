import { field } from '../field';

const WHAT =
  'The objects you already hold, in their native form: Kubernetes API objects (`nodes`, `pods`, `pod_disruption_budgets`, ...) and AWS API objects (`instances`, `volumes`, ...). A subset of their fields is enough, unknown fields are ignored. `{}` when there is nothing to say.';

/** `current_state` of a decision request, as the documentation shows it; it is read by the engine, not by the gateway. */
export const stateField = (example: Readonly<Record<string, unknown>>): PropertyDecorator => field.free({ what: WHAT, example });
