import type { Reason } from './decision';
import type { PoolKey, PoolLevel } from './pools';
import { question, report } from './wire';

/** One report of interrupted spot nodes, complete: what a caller left out was filled in at the gateway. */
export interface InterruptionReport extends PoolKey {
  /** From the customer, what is told apart, and the body: the same report has the same id however often it is sent. */
  readonly interruption_id: string;
  /** Who counts as one customer: the one named, else the key's tenant, else `cluster:` and the cluster. */
  readonly customer_id: string;
  readonly cluster_id: string;
  readonly workload_type: string | null;
  /** 0 = Monday. Of the timestamp in UTC unless the caller said. */
  readonly day_of_week: number;
  readonly hour_of_day: number;
  readonly was_predicted: boolean | null;
  /** 1 = safe. */
  readonly risk_score_at_deployment: number | null;
  readonly total_recovery_seconds: number | null;
  readonly customer_impact: string | null;
  readonly interruption_timestamp: string;
  /** Nodes of the cluster that were lost in this pool. */
  readonly nodes: number;
  /** Of whoever saw it, as EventBridge gives it. */
  readonly event_id: string | null;
  /** `e:` and the event id, else `s:` and cluster, type, zone and second: two reports of one customer with the same key are one. */
  readonly dedupe_key: string;
  /** SHA-256 of what was said. */
  readonly body_hash: string;
  readonly received_at: string;
}

export const INTERRUPTION_ACTIONS = ['proactive_rebalance', 'monitor'] as const;

/** What a report taught. For a tenant's key nobody else is named, and nothing is counted of fewer than three customers but its own. */
export interface InterruptionAnswer {
  readonly success: true;
  readonly interruption_id: string;
  /** It had been reported before: nothing was counted twice. */
  readonly duplicate: boolean;
  readonly risk_level: PoolLevel;
  readonly affected_clients_count: number;
  readonly action_required: (typeof INTERRUPTION_ACTIONS)[number];
  /** Customers with nodes in the pool, 100 at most; only for the platform's key. */
  readonly clients_to_rebalance: readonly string[];
  readonly clients_to_rebalance_count: number;
  /** 1 = risky. */
  readonly new_risk_score: number;
  /** 1 = safe. */
  readonly safety_score: number;
  readonly confidence: number;
  readonly feedback_weight: number;
  readonly patterns_detected: { readonly temporal: boolean; readonly workload: boolean; readonly seasonal: boolean };
  readonly pattern_analysis: {
    readonly affected_customer_ids: readonly string[];
    readonly first_interruption_time: string | null;
    /** Events: nodes lost together count once. */
    readonly interruptions_in_window: number;
    readonly temporal_pattern: { readonly day_of_week: number; readonly hour_of_day: number; readonly is_peak_hour: boolean };
  };
  readonly warnings: readonly Reason[];
}

/** Accepted once the stream has it. @throws EVENT_ID_REUSED */
export const interruptionReported = report<InterruptionReport, InterruptionAnswer>('gateway', 'interruption-reported');

/** The answer to a report that the stream has; null while it has not been counted. @throws EVENT_ID_REUSED when it was refused for that */
export const askInterruption = question<InterruptionReport, InterruptionAnswer | null>('feedback', 'interruption', 5_000);
