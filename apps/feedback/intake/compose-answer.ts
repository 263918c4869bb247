import type { Reason } from '@ml/contracts/decision';
import type { InterruptionAnswer } from '@ml/contracts/interruptions';
import { LEAST_CUSTOMERS } from '@ml/domain/learning/least-customers';
import { safetyAtLevel } from '@ml/domain/learning/levels/safety-at-level';
import type { ClientsInPool } from '@ml/persistence/stores/feedback/clients-in-pool';
import type { Learned } from '../learning/learned';
import type { DetectedPatterns } from '../patterns/pattern-board';
import type { Assessment } from '../pools/assessment';
import type { ReceivedReport } from './received-report';

/** What is known of the pool of a report once it is counted. */
export interface PoolKnown {
  readonly assessment: Assessment;
  readonly learned: Learned;
  /** Others with nodes there; nobody unless the pool is CONFIRMED_RISKY. */
  readonly clients: ClientsInPool;
  readonly patterns: DetectedPatterns;
  readonly weight: number;
  readonly warnings: readonly Reason[];
}

const NOBODY: ClientsInPool = { count: 0, customer_ids: [] };

/** A tenant's key learns the level, and of others nothing. */
export const composeAnswer = ({ report, tenant }: ReceivedReport, known: PoolKnown, duplicate: boolean): InterruptionAnswer => {
  const { assessment, learned, patterns } = known;
  const { temporal, workload, seasonal } = patterns;
  const safety = rounded(safetyAtLevel(learned.safety, assessment.level));
  const window = windowSeen(assessment, tenant === null ? null : report.customer_id);
  const clients = tenant === null ? known.clients : NOBODY;
  return {
    success: true,
    interruption_id: report.interruption_id,
    duplicate,
    risk_level: assessment.level,
    affected_clients_count: window.customers,
    action_required: assessment.level === 'CONFIRMED_RISKY' ? 'proactive_rebalance' : 'monitor',
    clients_to_rebalance: clients.customer_ids,
    clients_to_rebalance_count: clients.count,
    new_risk_score: rounded(1 - safety),
    safety_score: safety,
    confidence: learned.confidence,
    feedback_weight: known.weight,
    patterns_detected: { temporal, workload, seasonal },
    pattern_analysis: {
      affected_customer_ids: tenant === null ? assessment.customer_ids : [],
      first_interruption_time: window.firstAt?.toISOString() ?? null,
      interruptions_in_window: window.interruptions,
      temporal_pattern: { day_of_week: report.day_of_week, hour_of_day: report.hour_of_day, is_peak_hour: patterns.isPeakHour(report.hour_of_day, report.day_of_week) },
    },
    warnings: known.warnings,
  };
};

/** As scores are kept. */
const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;

interface WindowSeen {
  readonly customers: number;
  readonly interruptions: number;
  readonly firstAt: Date | null;
}

/** Of everybody, or of one customer alone while there are too few to hide among. */
const windowSeen = ({ customers, interruptions, first_at, own }: Assessment, customer: string | null): WindowSeen => {
  if (customer === null || customers >= LEAST_CUSTOMERS) return { customers, interruptions, firstAt: first_at };
  const mine = own.get(customer);
  return mine === undefined ? { customers: 0, interruptions: 0, firstAt: null } : { customers: 1, interruptions: mine.interruptions, firstAt: mine.first_at };
};
