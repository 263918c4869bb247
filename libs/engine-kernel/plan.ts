import type { PlanStep, Target } from '@ml/contracts/decision';
import { MINUTE_MS, SECOND_MS } from '@ml/units/time';

/** A step before it has a number: it names the steps it waits for by their keys. */
export interface StepDraft {
  readonly key: string;
  readonly after: readonly string[];
  readonly phase: string;
  /** As a Kubernetes or AWS client would call it. */
  readonly action: string;
  readonly target: Target;
  readonly seconds: number;
  /** The action that undoes it; null when there is nothing to undo, or no way to. */
  readonly rollback: string | null;
  readonly destructive: boolean;
  /** It can be undone, and still somebody has to agree first: it replaces machines, say. What is destructive needs approval anyway. */
  readonly approval?: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Numbers the steps: what can be undone first, what cannot last and only with approval; otherwise in the order given. */
export const planOf = (drafts: readonly StepDraft[]): readonly PlanStep[] => {
  const ordered = [...drafts.filter((draft) => !draft.destructive), ...drafts.filter((draft) => draft.destructive)];
  const numbers = new Map(ordered.map((draft, index) => [draft.key, index + 1]));
  return ordered.map((draft, index) => ({
    step: index + 1,
    phase: draft.phase,
    action: draft.action,
    target: draft.target,
    duration: Math.ceil((draft.seconds * SECOND_MS) / MINUTE_MS),
    estimated_duration_seconds: draft.seconds,
    depends_on: draft.after.map((key) => numberOf(numbers, draft, key)).sort((one, other) => one - other),
    reversible: !draft.destructive,
    rollback: draft.rollback,
    requires_approval: draft.destructive || draft.approval === true,
    ...(draft.details === undefined ? {} : { details: draft.details }),
  }));
};

const numberOf = (numbers: ReadonlyMap<string, number>, draft: StepDraft, key: string): number => {
  const number = numbers.get(key);
  const own = numbers.get(draft.key) ?? 0;
  if (number === undefined || number >= own) throw new Error(`step ${draft.key} waits for ${key}, which does not come before it`);
  return number;
};
