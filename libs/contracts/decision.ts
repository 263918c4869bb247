import type { DecisionType, EngineType } from './engine-types';

/** `act`: do it. `hold`: do nothing, `held` says why. `infeasible`: no plan satisfies the rules, `held` names them. */
export type Verdict = 'act' | 'hold' | 'infeasible';
export type Risk = 'low' | 'medium' | 'high';
export type Cause = 'routine' | 'spot_notice';
/** Where the facts came from; the worst of several is said. */
export type FactSource = 'aws' | 'emulator' | 'file' | 'catalogue';
/** `active` decides, `shadow` only logs, `what_if` was asked about another time, `test` and `replay` store nothing. */
export type EngineMode = 'active' | 'shadow' | 'what_if' | 'test' | 'replay';

/** A stable code and a sentence for people. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

export interface Target {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Recommendation {
  readonly id: string;
  readonly action: string;
  readonly target: Target;
  /** USD a month (730 h), rounded to cents. */
  readonly estimated_monthly_savings: number;
  readonly risk: Risk;
  readonly reasons: readonly Reason[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** A candidate that was looked at and not recommended. */
export interface Held extends Reason {
  readonly target: Target;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface PlanStep {
  readonly step: number;
  readonly phase: string;
  readonly action: string;
  readonly target: Target;
  /** Minutes. */
  readonly duration: number;
  readonly estimated_duration_seconds: number;
  /** Numbers of the steps that must be done before. */
  readonly depends_on: readonly number[];
  readonly reversible: boolean;
  readonly rollback: string | null;
  readonly requires_approval: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What must still be true when the plan is executed. */
export interface Precondition {
  readonly code: string;
  readonly target: Target;
  readonly text?: string;
}

/** What an engine itself can say about the facts it used. */
export interface EngineEvidence {
  readonly prices_as_of: string | null;
  readonly advisor_as_of: string | null;
  readonly on_demand_as_of: string | null;
  readonly catalogue_as_of: string | null;
  readonly source: FactSource | null;
  /** A model whose forecast was used. */
  readonly model: { readonly id: string; readonly version: string; readonly name?: string } | null;
  /** Why none was: NO_ACTIVE_MODEL, NO_FORECAST, FORECAST_STALE, FORECAST_TOO_LARGE, MODEL_FAILED. null where one was, and where the engine uses none. */
  readonly model_fallback: Reason | null;
  readonly feedback_weight: number;
}

/** What `decide` returns: everything of the answer that depends on nothing but its input. */
export interface EngineDecision {
  readonly verdict: Verdict;
  readonly recommendations: readonly Recommendation[];
  readonly held: readonly Held[];
  readonly confidence_score: number;
  /** USD a month: the sum of what is shown. */
  readonly estimated_savings: number;
  readonly estimated_annual_savings: number;
  readonly execution_plan: readonly PlanStep[];
  readonly preconditions: readonly Precondition[];
  /** RFC 3339. */
  readonly valid_until: string;
  readonly warnings: readonly Reason[];
  /** Paths of fields whose absence weakened the answer. */
  readonly missing: readonly string[];
  readonly evidence: EngineEvidence;
  /** Fields of one engine only, as `allocation_plan`; they stand at the top level of the answer. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Evidence extends EngineEvidence {
  readonly now: string;
  /** `sha256:...` of the snapshots used; null when the engine needs none or none exists. */
  readonly price_snapshot: string | null;
  readonly pool_snapshot: string | null;
  readonly config_hash: string;
  readonly state_hash: string;
  readonly build: string;
}

/** An engine of the operator's own that decided in the place of the built-in one. */
export interface CustomEngineRef {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Of its source, hex. */
  readonly sha256: string;
}

/** `name` and `version` are those of the built-in engine, which reads the state; with `custom`, that one decided on what was read. */
export interface DecidingEngine {
  readonly name: EngineType;
  readonly version: string;
  readonly mode: EngineMode;
  readonly custom?: CustomEngineRef;
}

/** The answer to every decision request. */
export interface DecisionAnswer extends Omit<EngineDecision, 'evidence' | 'extra'> {
  readonly request_id: string;
  readonly decision_id: string;
  readonly decision_type: DecisionType;
  readonly cluster_id: string;
  readonly engine: DecidingEngine;
  readonly evidence: Evidence;
  /** The decision whose result was reused (same facts, same input, at most 5 minutes old). */
  readonly cached_from?: string;
  /** Fields of one engine only. */
  readonly [engineField: string]: unknown;
}

/** A decision request without its state, which travels beside it as raw bytes. */
export interface DecisionEnvelope {
  readonly request_id: string;
  readonly cluster_id: string;
  readonly customer_id: string | null;
  readonly decision_type: DecisionType;
  readonly requirements: Readonly<Record<string, unknown>>;
  readonly constraints: Readonly<Record<string, unknown>>;
  readonly cause: Cause;
}

/** One thing an engine wants to be reminded of the next time it looks at the same cluster. */
export interface Memory {
  readonly key: string;
  readonly value: unknown;
  /** RFC 3339; forgotten afterwards. */
  readonly expires_at: string;
}
