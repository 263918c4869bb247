import type { EngineDecision, EngineEvidence, Memory, PlanStep } from '@ml/contracts/decision';
import type { EngineType } from '@ml/contracts/engine-types';
import { decisionFaults } from '@ml/engine-kernel/decision-faults';
import { isUnasked } from '@ml/engine-kernel/plan-actions';
import { NO_SAVINGS, totalSavings, type Savings } from '@ml/engine-kernel/savings';
import { StateFault } from '@ml/state/fault';
import { fault, under, type Reads } from '@ml/state/read';
import { fallback, object, optional, required } from '@ml/state/shapes';
import { choice, decimal, time } from '@ml/state/values';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@ml/units/time';
import { anything, details, few, held, memoryKey, planStep, precondition, reasons, recommendation, shortName } from './read-parts';
import { SandboxFault } from './sandbox-fault';

/** What is known of a decision without asking the engine that makes it. */
export interface AnswerFrame {
  readonly type: EngineType;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of the built-in engine: how old the facts are that both were given. */
  readonly evidence: EngineEvidence;
}

export interface CustomAnswer {
  readonly decision: EngineDecision;
  readonly remember: readonly Memory[];
}

const LONGEST_VALIDITY_MS = 31 * DAY_MS;
const LONGEST_MEMORY_MS = 400 * DAY_MS;
const MOST_USD = 1e9;
/** Stand in every answer already, and are not an engine's to say. */
const RESERVED = ['estimated_annual_savings', 'request_id', 'decision_id', 'decision_type', 'cluster_id', 'engine', 'evidence', 'cached_from', 'executable', 'extra'];
const EXTRA_NAME = /^[a-z][a-z0-9_]{0,63}$/;

const readDecision = object({
  verdict: required(choice(['act', 'hold', 'infeasible'])),
  recommendations: fallback(few(recommendation), []),
  held: fallback(few(held), []),
  confidence_score: required(decimal({ min: 0, max: 1 })),
  estimated_savings: optional(decimal({ min: 0, max: MOST_USD })),
  execution_plan: fallback(few(planStep), []),
  preconditions: fallback(few(precondition), []),
  valid_until: optional(time),
  warnings: reasons,
  missing: fallback(few(shortName), []),
  extra: details,
});

const readMemory = required(object({ key: memoryKey, value: anything, expires_at: required(time) }));
const readAll = object({ decision: required(readDecision), remember: fallback(few(readMemory), []) });

type ReadDecision = Reads<typeof readDecision>;

/**
 * What an engine returned, as a decision like any other: every field of its type and within bounds, nothing that nobody has asked for.
 * @throws SandboxFault ENGINE_BAD_ANSWER, which says where
 */
export const readAnswer = (text: string, frame: AnswerFrame): CustomAnswer => {
  try {
    const { decision: read, remember } = readAll(JSON.parse(text));
    const decision = under('decision', () => decisionOf(read, frame), read);
    const [first, ...others] = decisionFaults(frame.type, decision, frame.now);
    if (first !== undefined) throw new SandboxFault('ENGINE_BAD_ANSWER', others.length === 0 ? first : `${first}; and ${others.length} more`);
    return { decision, remember: remember.map((memory) => memoryOf(memory, frame.now)) };
  } catch (error) {
    if (error instanceof StateFault) throw new SandboxFault('ENGINE_BAD_ANSWER', error.message);
    throw error;
  }
};

const decisionOf = (read: ReadDecision, { now, evidence }: AnswerFrame): EngineDecision => {
  const savings = savingsOf(read);
  if (savings.estimated_savings > MOST_USD) throw fault('BAD_FIELD', `estimated_savings adds up to ${savings.estimated_savings}, and nobody saves more than ${MOST_USD} a month`);
  const reserved = Object.keys(read.extra).find((name) => RESERVED.includes(name) || name in read || !EXTRA_NAME.test(name));
  if (reserved !== undefined) throw fault('BAD_FIELD', `extra.${reserved} is the name of another field, or no name in small letters`);
  return {
    verdict: read.verdict,
    recommendations: read.recommendations.map((each, index) => ({ id: `r${index + 1}`, ...each })),
    held: read.held,
    confidence_score: read.confidence_score,
    ...savings,
    execution_plan: read.execution_plan.map(stepOf),
    preconditions: read.preconditions,
    valid_until: new Date(validUntil(read.valid_until, now)).toISOString(),
    warnings: read.warnings,
    missing: [...new Set(read.missing)],
    evidence: { ...evidence, model: null, model_fallback: null, feedback_weight: 0 },
    extra: read.extra,
  };
};

/** The sum of what is recommended, unless the engine says its own; then the rules of the kernel judge it. */
const savingsOf = ({ verdict, recommendations, estimated_savings: given }: ReadDecision): Savings => {
  if (given !== null) return totalSavings([given]);
  return verdict === 'act' ? totalSavings(recommendations.map(({ estimated_monthly_savings: part }) => part)) : NO_SAVINGS;
};

const stepOf = (read: ReadDecision['execution_plan'][number], index: number): PlanStep => ({
  step: index + 1,
  ...read,
  duration: Math.ceil((read.estimated_duration_seconds * SECOND_MS) / MINUTE_MS),
  // What this server has not heard of needs somebody's agreement, whatever the engine says.
  requires_approval: (read.requires_approval ?? !read.reversible) || (read.reversible && !isUnasked(read.action)),
});

const validUntil = (given: number | null, now: number): number => {
  const until = given ?? now + HOUR_MS;
  if (until < now || until > now + LONGEST_VALIDITY_MS) throw fault('BAD_FIELD', `valid_until is not between now and ${LONGEST_VALIDITY_MS / DAY_MS} days later`);
  return until;
};

const memoryOf: (memory: Reads<typeof readMemory>, now: number) => Memory = ({ key, value, expires_at }, now) => {
  if (expires_at > now + LONGEST_MEMORY_MS) throw fault('BAD_FIELD', `remember: ${key} is to be kept for more than ${LONGEST_MEMORY_MS / DAY_MS} days`);
  // What is over already is forgotten now; the database knows no year 0.
  return { key, value, expires_at: new Date(Math.max(expires_at, now)).toISOString() };
};

