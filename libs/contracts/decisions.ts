import type { ClusterSnapshot, KeepSnapshot, SnapshotQuery, SnapshotTaken, SnapshotWanted } from './cluster-snapshots';
import type { CustomEngineRef, DecisionAnswer, DecisionEnvelope, EngineMode } from './decision';
import type { DecisionType } from './engine-types';
import type { FeatureToggles, FeatureTogglesChange, TogglesChanged } from './feature-toggles';
import { event, question } from './wire';
import type { Page, Paged } from './pricing';

/** Asked by the gateway; the raw `current_state` is attached as bytes. */
export interface DecideAsk {
  readonly envelope: DecisionEnvelope;
  /** RFC 3339, stamped at the gateway. */
  readonly received_at: string;
  /** Asks "what would you decide then?"; nothing is remembered. */
  readonly evaluate_at?: string;
}

export const askDecide = question<DecideAsk, DecisionAnswer>('decisions', 'decide', 35_000);

/** `scan`: nobody asked, it was time to look at the cluster's newest snapshot. */
export const DECISION_ORIGINS = ['request', 'scan'] as const;
export type DecisionOrigin = (typeof DECISION_ORIGINS)[number];

export interface DecisionSummary {
  readonly execution_id: string;
  readonly decision_id: string;
  readonly decision_type: DecisionType;
  readonly engine_id: string;
  readonly cluster_id: string;
  readonly origin: DecisionOrigin;
  readonly verdict: string;
  readonly confidence_score: number;
  readonly estimated_savings: number;
  readonly executed_at: string;
}

export interface HistoryQuery extends Page {
  readonly engine_id?: string;
  readonly cluster_id?: string;
  readonly decision_type?: DecisionType;
}

export const askHistory = question<HistoryQuery, Paged<DecisionSummary>>('decisions', 'history', 10_000);
export const askDecision = question<{ readonly decision_id: string }, DecisionAnswer & { readonly outcomes: readonly DecisionOutcome[] }>(
  'decisions',
  'get',
  10_000,
);

export interface ReplayAnswer {
  readonly decision_id: string;
  /** Whether the same build decided then. */
  readonly build_differs: boolean;
  /** Same bytes, ids and times of the run aside. */
  readonly identical: boolean;
  /** JSON pointers of fields that differ, with both values; 100 at most. */
  readonly differences: readonly { readonly path: string; readonly stored: unknown; readonly replayed: unknown }[];
  readonly replayed: DecisionAnswer;
}

export const askReplay = question<{ readonly decision_id: string }, ReplayAnswer>('decisions', 'replay', 35_000);

export type OutcomeResult = 'applied' | 'rejected' | 'failed' | 'rolled_back';

export interface OutcomeReport {
  readonly decision_id: string;
  readonly recommendation_id?: string;
  readonly result: OutcomeResult;
  readonly realised_monthly_savings?: number;
  readonly note?: string;
}

export interface DecisionOutcome extends OutcomeReport {
  readonly outcome_id: string;
  readonly recorded_at: string;
}

export const askRecordOutcome = question<OutcomeReport, DecisionOutcome>('decisions', 'outcome', 10_000);

export interface SavingsQuery {
  readonly months: number;
}

export interface SavingsRow {
  readonly engine: string;
  readonly month: string;
  readonly decisions: number;
  readonly predicted_monthly_savings: number;
  readonly realised_monthly_savings: number;
}

export const askSavings = question<SavingsQuery, { readonly rows: readonly SavingsRow[] }>('decisions', 'savings', 10_000);

export interface DecisionMade {
  readonly tenant: string;
  readonly decision_id: string;
  readonly request_id: string;
  readonly cluster_id: string;
  readonly decision_type: DecisionType;
  readonly engine: { readonly name: string; readonly version: string; readonly mode: EngineMode; readonly custom?: CustomEngineRef };
  /** Absent in events that the version before has told: a request. */
  readonly origin?: DecisionOrigin;
  readonly verdict: string;
  readonly confidence_score: number;
  readonly estimated_savings: number;
  readonly recommendations: number;
  readonly at: string;
}

export const decisionMade = event<DecisionMade>('decisions', 'made');

export interface OutcomeRecorded extends DecisionOutcome {
  readonly tenant: string;
}

export const outcomeRecorded = event<OutcomeRecorded>('decisions', 'outcome');

export const askToggles = question<Record<string, never>, FeatureToggles>('decisions', 'toggles', 10_000);
export const askChangeToggles = question<FeatureTogglesChange, FeatureToggles>('decisions', 'change-toggles', 10_000);
export const togglesChanged = event<TogglesChanged>('decisions', 'toggles-changed');

export const askKeepSnapshot = question<KeepSnapshot, ClusterSnapshot>('decisions', 'keep-snapshot', 55_000);
export const askSnapshot = question<SnapshotQuery, ClusterSnapshot>('decisions', 'snapshot', 10_000);
export const snapshotTaken = event<SnapshotTaken>('decisions', 'snapshot-taken');
export const snapshotWanted = event<SnapshotWanted>('decisions', 'snapshot-wanted');
