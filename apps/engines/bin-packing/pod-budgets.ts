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
  const byNamespace = new Map<string, NamespaceBudgets>();
  for (const budget of budgets) {
    if (budget.selector === null) continue;
    const own = byNamespace.get(budget.namespace) ?? { anywhere: [], byLabel: new Map(), keys: new Set() };
    byNamespace.set(budget.namespace, own);
    enter(own, budget, oneLabel(budget.selector));
  }
  return ({ namespace, labels }) => {
    const own = byNamespace.get(namespace);
    if (own === undefined) return NONE;
    const found = [...own.anywhere];
    for (const key of own.keys) {
      const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
      if (value !== undefined) found.push(...(own.byLabel.get(`${key}=${value}`) ?? NONE));
    }
    return found.length === 0 ? NONE : found.filter(({ selector }) => selectorMatches(selector, labels));
  };
};

/** Most budgets ask for one label by value: by it they are found without trying all. */
interface NamespaceBudgets {
  readonly anywhere: PodBudget[];
  readonly byLabel: Map<string, PodBudget[]>;
  /** Of those labels. */
  readonly keys: Set<string>;
}

const enter = ({ anywhere, byLabel, keys }: NamespaceBudgets, budget: PodBudget, label: string | null): void => {
  if (label === null) {
    anywhere.push(budget);
    return;
  }
  // A key of a label holds no equals sign.
  keys.add(label.slice(0, label.indexOf('=')));
  const group = byLabel.get(label) ?? [];
  group.push(budget);
  byLabel.set(label, group);
};

const NONE: readonly PodBudget[] = [];
