import type { Cause } from '../decision';
import { DECISION_TYPES, type DecisionType } from '../engine-types';
import { field } from '../field';

/** What every decision request has besides its state, requirements and constraints. */
export class DecisionHead {
  @field.text({
    what: 'Your id of this request. The same id with the same body returns the same decision, with another body it is refused (409). Without it the X-Request-Id header counts, else an id is made.',
    max: 128,
    pattern: /^[ -~]+$/,
    example: 'req-12345',
    optional: true,
  })
  readonly request_id?: string;

  @field.text({ what: 'The cluster that is decided about.', max: 128, example: 'cluster-abc' })
  readonly cluster_id!: string;

  @field.text({
    what: 'The customer (tenant) who owns the cluster. A key that is bound to a tenant may only name its own.',
    max: 128,
    example: 'cu-1',
    optional: true,
    nullable: true,
  })
  readonly customer_id?: string | null;

  @field.text({ what: 'What is to be decided: the route with underscores. On a route of its own it may be left out.', of: DECISION_TYPES, example: 'spot_optimize', optional: true })
  readonly decision_type?: DecisionType;

  @field.text({ what: 'Why you ask: `spot_notice` when AWS has announced an interruption.', of: ['routine', 'spot_notice'], example: 'routine', optional: true })
  readonly cause?: Cause;

  @field.time({
    what: 'Asks what would be decided at that time. The answer has mode `what_if`, is not executable and nothing is remembered.',
    example: '2026-11-21T06:00:00Z',
    optional: true,
    rare: true,
  })
  readonly evaluate_at?: string;
}
