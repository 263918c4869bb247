import type { EngineDecision, EngineEvidence, Held, PlanStep, Precondition, Reason, Recommendation } from '@ml/contracts/decision';
import { NO_SAVINGS, type Savings } from './savings';

/** What every answer of an engine carries, whatever its verdict. */
export interface Frame {
  readonly confidence: number;
  readonly validUntil: string;
  readonly warnings: readonly Reason[];
  readonly missing: readonly string[];
  readonly evidence: EngineEvidence;
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Act {
  readonly recommendations: readonly Recommendation[];
  readonly held: readonly Held[];
  readonly savings: Savings;
  readonly plan: readonly PlanStep[];
  readonly preconditions: readonly Precondition[];
}

const framed = (frame: Frame, verdict: EngineDecision['verdict'], act: Act): EngineDecision => ({
  verdict,
  recommendations: act.recommendations,
  held: act.held,
  confidence_score: frame.confidence,
  ...act.savings,
  execution_plan: act.plan,
  preconditions: act.preconditions,
  valid_until: frame.validUntil,
  warnings: frame.warnings,
  missing: frame.missing,
  evidence: frame.evidence,
  extra: frame.extra,
});

const idle = (recommendations: readonly Recommendation[], held: readonly Held[]): Act => ({
  recommendations,
  held,
  savings: NO_SAVINGS,
  plan: [],
  preconditions: [],
});

export const act = (frame: Frame, what: Act): EngineDecision => framed(frame, 'act', what);

/** Do nothing: the first of `held` says why. */
export const hold = (frame: Frame, held: readonly Held[]): EngineDecision => framed(frame, 'hold', idle([], held));

/** No plan satisfies the rules that `held` names; what could be recommended one by one is still shown. */
export const infeasible = (frame: Frame, held: readonly Held[], recommendations: readonly Recommendation[]): EngineDecision =>
  framed(frame, 'infeasible', idle(recommendations, held));
