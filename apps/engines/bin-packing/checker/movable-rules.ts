import type { PodDisruptionBudgetState } from '@ml/state/kubernetes/pod-disruption-budget';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import { selects } from './matching';
import { violation, type Violation } from './violation';
import { nameOfPod, type World } from './world';

/** What the request allows. */
export interface Allowed {
  readonly now: number;
  readonly excluded: readonly string[];
  readonly barePods: boolean;
  readonly localStorage: boolean;
  readonly systemPods: boolean;
}

/** Whether the pod may be evicted at all. */
export const movableRules = (world: World, pod: PodState, allowed: Allowed): readonly Violation[] => {
  const rules: readonly (readonly [string, boolean])[] = [
    ['BOUND_TO_NODE', pod.daemon || pod.staticPod],
    ['ENDING_POD', pod.deletionTimestamp !== null],
    ['OPTED_OUT', isOptedOut(pod, allowed.now)],
    ['EXCLUDED', allowed.excluded.includes(pod.name) || allowed.excluded.includes(nameOfPod(pod))],
    ...lossRules(world, pod, allowed),
  ];
  return rules.flatMap(([rule, broken]) => (broken ? [violation(rule, `pod ${nameOfPod(pod)} is evicted`)] : []));
};

const isOptedOut = ({ safeToEvict, optOut }: PodState, now: number): boolean => safeToEvict === false || (optOut !== null && (optOut.until === null || now < optOut.until));

/** What a request may allow, and a pod that says it is safe to evict. */
const lossRules = (world: World, pod: PodState, allowed: Allowed): readonly (readonly [string, boolean])[] => {
  if (pod.safeToEvict === true) return [];
  const local = pod.volumes.hostPath || pod.volumes.emptyDir;
  const system = pod.namespace === 'kube-system' && budgetsOf(world, pod).length === 0;
  return [
    ['BARE_POD', pod.owner === null && !allowed.barePods],
    ['LOCAL_STORAGE', local && !allowed.localStorage],
    ['SYSTEM_POD', system && !allowed.systemPods],
  ];
};

export const budgetsOf = (world: World, pod: PodState): readonly PodDisruptionBudgetState[] =>
  (world.state.pod_disruption_budgets ?? []).filter(({ namespace, selector }) => namespace === pod.namespace && selects(selector, pod.labels));

/** How many pods a budget lets go at once; what nobody says is none. */
export const disruptionsAllowed = (world: World, budget: PodDisruptionBudgetState): number => {
  if (budget.disruptionsAllowed !== null) return budget.disruptionsAllowed;
  if (budget.currentHealthy !== null && budget.desiredHealthy !== null) return Math.max(0, budget.currentHealthy - budget.desiredHealthy);
  const pods = [...world.pods.values()].filter((pod) => pod.deletionTimestamp === null && budgetsOf(world, pod).includes(budget));
  const healthy = pods.filter(({ ready }) => ready === true).length;
  const count = ({ value, percent }: { readonly value: number; readonly percent: boolean }): number => (percent ? Math.ceil((pods.length * value) / 100) : value);
  if (budget.minAvailable !== null) return Math.max(0, healthy - count(budget.minAvailable));
  return budget.maxUnavailable === null ? 0 : Math.max(0, count(budget.maxUnavailable) - (pods.length - healthy));
};

/** Evicted at once: no budget loses more than it allows, whichever of several a pod is under. */
export const budgetRules = (world: World, evicted: readonly PodState[]): readonly Violation[] =>
  (world.state.pod_disruption_budgets ?? []).flatMap((budget) => {
    const lost = evicted.filter((pod) => budgetsOf(world, pod).includes(budget)).length;
    const most = disruptionsAllowed(world, budget);
    return lost > most ? [violation('PDB', `budget ${budget.namespace}/${budget.name} loses ${lost} at once, allows ${most}`)] : [];
  });
