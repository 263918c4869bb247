import { selectorMatches } from '@ml/state/kubernetes/label-selector';
import type { PodDisruptionBudgetState } from '@ml/state/kubernetes/pod-disruption-budget';
import type { PodSeen } from './read-sized-pods';
import type { SizedPod } from './sized-pod';

/** Pods that take room, each with the budget that lets none of its pods go, if one stands over it. */
export const underBudgets = (pods: readonly PodSeen[], budgets: readonly PodDisruptionBudgetState[]): readonly SizedPod[] => {
  const running = pods.filter(({ ended }) => !ended);
  const blocking = new Map<string, PodDisruptionBudgetState[]>();
  for (const budget of budgets.filter(letsNoneGo)) blocking.set(budget.namespace, [...(blocking.get(budget.namespace) ?? []), budget]);
  if (blocking.size === 0) return running.map(({ sized }) => sized);
  return running.map(({ namespace, labels, sized }) => {
    const budget = blocking.get(namespace)?.find(({ selector }) => selectorMatches(selector, labels));
    return budget === undefined ? sized : { ...sized, blockedBy: budget.name };
  });
};

/** What its status says; without one, what no number of pods could change. */
const letsNoneGo = ({ disruptionsAllowed, maxUnavailable, minAvailable }: PodDisruptionBudgetState): boolean =>
  disruptionsAllowed === null ? maxUnavailable?.value === 0 || (minAvailable?.percent === true && minAvailable.value === ALL) : disruptionsAllowed === 0;

const ALL = 100;
