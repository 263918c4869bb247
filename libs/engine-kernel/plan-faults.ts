import type { PlanStep } from '@ml/contracts/decision';
import { SECOND_MS, MINUTE_MS } from '@ml/units/time';

/** What cannot be taken back, by the names of the APIs; a tag can be put on again. */
const DESTRUCTIVE = /^(?:batch_)?(?:delete|terminate|drain|release|destroy|purge|evict|remove)_(?!tags$)/;

/** What is wrong with a plan: order, numbers, and what cannot be undone without somebody's agreement or before something that can. */
export const planFaults = (plan: readonly PlanStep[]): readonly string[] => {
  const firstDestructive = plan.findIndex(({ reversible }) => !reversible);
  const early = firstDestructive >= 0 && plan.slice(firstDestructive).some(({ reversible }) => reversible);
  return [...plan.flatMap((step, index) => stepFaults(plan, step, index)), ...(early ? ['what can be undone comes after what cannot'] : [])];
};

const stepFaults = (plan: readonly PlanStep[], step: PlanStep, index: number): readonly string[] => {
  const faults: string[] = [];
  const name = `step ${step.step} (${step.action} of ${step.target.name})`;
  if (step.step !== index + 1) faults.push(`${name} stands at place ${index + 1}`);
  if (!step.depends_on.every((number) => number >= 1 && number < step.step)) faults.push(`${name} waits for a step that does not come before it`);
  if (step.duration !== Math.ceil((step.estimated_duration_seconds * SECOND_MS) / MINUTE_MS)) faults.push(`${name} takes ${step.estimated_duration_seconds} s, which are not ${step.duration} minutes`);
  if (DESTRUCTIVE.test(step.action) && step.reversible) faults.push(`${name} cannot be undone, and says that it can`);
  if (step.reversible) return faults;
  if (!step.requires_approval) faults.push(`${name} cannot be undone, and asks for no approval`);
  if (!isAfterReversible(plan, step)) faults.push(`${name} cannot be undone, and depends on no step that can`);
  return faults;
};

/** Whether something that can be undone comes before it, by way of what it waits for. */
const isAfterReversible = (plan: readonly PlanStep[], step: PlanStep): boolean => {
  const reached = new Set<number>();
  const open = [...step.depends_on];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(plan[next - 1]?.depends_on ?? []));
  }
  return [...reached].some((number) => plan[number - 1]?.reversible === true);
};
