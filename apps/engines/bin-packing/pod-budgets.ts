import { selectorMatches, type LabelSelector, type Labels } from '@ml/state/kubernetes/label-selector';
import { oneLabel } from './model/one-label';

/** A PodDisruptionBudget as far as it decides here. */
export interface PodBudget {
  /** `namespace/name` */
  readonly key: string;
  readonly namespace: string;
  /** null selects nothing. */
  readonly selector: LabelSelector | null;
  /** How many pods may be gone at once; null: nobody can say. */
  readonly allowed: number | null;
}

type Labelled = { readonly namespace: string; readonly labels: Labels };

/** The budgets over a pod: all of them count. */
export const budgetsOver = (budgets: readonly PodBudget[]): ((pod: Labelled) => readonly PodBudget[]) => {
  const byLabel = new Map<string, PodBudget[]>();
  for (const budget of budgets) {
    if (budget.selector === null) continue;
    const key = `${budget.namespace} ${oneLabel(budget.selector) ?? ANY}`;
    const group = byLabel.get(key) ?? [];
    group.push(budget);
    byLabel.set(key, group);
  }
  return ({ namespace, labels }) => {
    const found = [...(byLabel.get(`${namespace} ${ANY}`) ?? [])];
    for (const key of Object.keys(labels)) found.push(...(byLabel.get(`${namespace} ${key}=${labels[key] ?? ''}`) ?? []));
    return found.length === 0 ? NONE : found.filter(({ selector }) => selectorMatches(selector, labels));
  };
};

const ANY = '*';
const NONE: readonly PodBudget[] = [];
