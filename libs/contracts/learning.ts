import type { Reason } from './decision';
import type { PoolKey, PoolLevel } from './pools';
import { event, question } from './wire';

/** What is known of a pool right now. */
export interface PoolStatus {
  readonly risk_level: PoolLevel;
  /** Of the window of an hour; for a tenant's key, with fewer than three customers, only its own. */
  readonly affected_clients_count: number;
  readonly recent_interruptions: number;
  /** 1 = risky. */
  readonly risk_score: number;
  /** 1 = safe. */
  readonly safety_score: number;
  readonly confidence: number;
  readonly recommendation: string;
  readonly last_interruption_time: string | null;
  /** `m5.large/us-east-1a/us-east-1` */
  readonly pool_identifier: string;
  /** The episode that lasts, if any, and when it ends unless somebody is interrupted again. */
  readonly episode_id: string | null;
  readonly episode_ends_at: string | null;
  /** No capacity until then. */
  readonly blocked_until: string | null;
  readonly warnings: readonly Reason[];
}

export const askPoolStatus = question<PoolKey, PoolStatus>('feedback', 'pool-status', 5_000);

export interface CapacityReport extends PoolKey {
  /** RFC 3339. */
  readonly observed_at: string;
}

export interface CapacityBlock extends PoolKey {
  readonly blocked_until: string;
}

/** Somebody asked for a node there and got none: nobody is sent there for three minutes. */
export const askReportCapacity = question<CapacityReport, CapacityBlock>('feedback', 'report-capacity', 5_000);

export interface PatternQuery {
  readonly instance_type: string;
  readonly region?: string;
}

/** What was learned of one instance type. Cells that fewer than three customers made are left out for a tenant's key. */
export interface LearnedPatterns {
  readonly instance_type: string;
  readonly region: string | null;
  readonly temporal_patterns: {
    /** UTC, 0 to 23. */
    readonly high_risk_hours: readonly number[];
    /** 0 = Monday. */
    readonly high_risk_days: readonly number[];
    readonly peak_interruption_time: string | null;
  };
  readonly workload_patterns: Readonly<Record<string, { readonly interruption_rate: number | null; readonly avg_recovery_seconds: number | null; readonly interruptions: number }>>;
  readonly seasonal_patterns: Readonly<Record<string, { readonly interruption_multiplier: number; readonly interruptions: number }>>;
  /** What it rests on: events, and customers; null when hidden. */
  readonly interruptions: number | null;
  readonly customers: number | null;
  readonly since: string | null;
}

export const askPatterns = question<PatternQuery, LearnedPatterns>('feedback', 'patterns', 10_000);

export interface FeedbackWeight {
  readonly feedback_weight: number;
  readonly total_instance_hours: number;
  readonly milestone: string;
  readonly next_milestone: string | null;
  /** `25%`: of the way to the next milestone. */
  readonly progress: string;
  readonly warnings: readonly Reason[];
}

export const askFeedbackWeight = question<Record<string, never>, FeedbackWeight>('feedback', 'weight', 5_000);

export interface FeedbackStats {
  readonly total_instance_hours: number;
  /** Events: nodes lost together count once. */
  readonly total_interruptions: number;
  readonly total_reports: number;
  readonly total_successful_deployments: number;
  readonly current_feedback_weight: number;
  /** Share of the reports with a forecast that had been forecast; null below 20 of them. */
  readonly prediction_accuracy: number | null;
  readonly confidence_score: number;
  readonly milestones: { readonly month_1: string; readonly month_3: string; readonly month_6: string; readonly month_12: string };
  readonly customers: number;
  readonly pools: { readonly known: number; readonly uncertain: number; readonly confirmed_risky: number; readonly blocked: number };
  /** Of the last 30 days. */
  readonly rebalance_jobs: { readonly created: number; readonly pending: number; readonly in_progress: number; readonly completed: number; readonly failed: number; readonly expired: number };
  readonly last_report_at: string | null;
  readonly last_exposure_at: string | null;
  /** NO_EXPOSURE when neither snapshots nor instance-hours arrive: the weight would stay 0. */
  readonly warnings: readonly Reason[];
}

export const askFeedbackStats = question<Record<string, never>, FeedbackStats>('feedback', 'stats', 10_000);

/** Told once each: a phase of learning was reached, or the weight its most. */
export interface MilestoneTold {
  readonly milestone: string;
  readonly total_instance_hours: number;
  readonly feedback_weight: number;
  readonly at: string;
}

export const milestoneTold = event<MilestoneTold>('feedback', 'milestone-told');
