import type { PlanStep } from '@ml/contracts/decision';
import { SECOND_MS, MINUTE_MS } from '@ml/units/time';
import { isDestructive, isUnasked } from './plan-actions';

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
  if (!step.reversible && !isAfterReversible(plan, step)) faults.push(`${name} cannot be undone, and depends on no step that can`);
  return [...faults, ...consentFaults(step).map((fault) => `${name} ${fault}`)];
};

const consentFaults = ({ action, reversible, requires_approval: asks }: PlanStep): readonly string[] => {
  if (!reversible) return asks ? [] : ['cannot be undone, and asks for no approval'];
  if (isDestructive(action)) return ['cannot be undone, and says that it can'];
  return asks || isUnasked(action) ? [] : ['asks for no approval, and is nothing that is done without'];
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
