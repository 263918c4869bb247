import type { CountOrPercent } from '@ml/state/kubernetes/count-or-percent';
import type { PodDisruptionBudgetState } from '@ml/state/kubernetes/pod-disruption-budget';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { budgetsOver, type PodBudget } from './pod-budgets';

const HUNDRED = 100;

/** What Kubernetes says that each allows; where it does not say, what its own controller would come to; else nobody knows. */
export const podBudgets = (budgets: readonly PodDisruptionBudgetState[], pods: readonly PodState[]): readonly PodBudget[] => {
  const stated = budgets.map((budget): PodBudget => ({ key: keyOf(budget), namespace: budget.namespace, selector: budget.selector, allowed: budget.disruptionsAllowed ?? byHealth(budget) }));
  const open = stated.filter(({ allowed }) => allowed === null);
  if (open.length === 0) return stated;
  const under = podsUnder(open, pods);
  return stated.map((budget, index) => {
    const state = budgets[index];
    return budget.allowed !== null || state === undefined ? budget : { ...budget, allowed: bySpec(state, under.get(budget.key) ?? []) };
  });
};

const keyOf = ({ namespace, name }: PodDisruptionBudgetState): string => `${namespace}/${name}`;

const podsUnder = (budgets: readonly PodBudget[], pods: readonly PodState[]): ReadonlyMap<string, readonly PodState[]> => {
  const over = budgetsOver(budgets);
  const under = new Map<string, PodState[]>();
  for (const pod of pods) {
    if (pod.deletionTimestamp !== null) continue;
    for (const { key } of over(pod)) {
      const list = under.get(key) ?? [];
      list.push(pod);
      under.set(key, list);
    }
  }
  return under;
};

const byHealth = ({ currentHealthy, desiredHealthy }: PodDisruptionBudgetState): number | null =>
  currentHealthy === null || desiredHealthy === null ? null : Math.max(0, currentHealthy - desiredHealthy);

/** Pods whose readiness nobody sent may be down already. */
const bySpec = ({ minAvailable, maxUnavailable, expectedPods }: PodDisruptionBudgetState, pods: readonly PodState[]): number | null => {
  // One that waits for a node is not ready, whether it says so or not.
  if (pods.some(({ ready, nodeName }) => ready === null && nodeName !== null)) return null;
  const healthy = pods.filter(({ ready, nodeName }) => ready === true && nodeName !== null).length;
  const expected = Math.max(pods.length, expectedPods ?? 0);
  if (minAvailable !== null) return Math.max(0, healthy - shareOf(minAvailable, expected));
  return maxUnavailable === null ? null : Math.max(0, healthy - Math.max(0, expected - shareOf(maxUnavailable, expected)));
};

/** Kubernetes rounds up, for both. */
const shareOf = ({ value, percent }: CountOrPercent, all: number): number => (percent ? Math.ceil((value * all) / HUNDRED) : value);
