import type { PodAffinityTerm } from '@ml/state/kubernetes/pod-affinity';
import type { Selection } from './selection';
import type { NetworkPod } from './state';
import { keyOf, type Workload } from './workloads';

/** What required rules between pods say about a workload, its own and those of others. */
export interface Binding {
  readonly antiAffinity: boolean;
  readonly affinity: boolean;
  /** No two of its pods on one node, and nothing else. */
  readonly onePerNode: boolean;
}

export const UNBOUND: Binding = { antiAffinity: false, affinity: false, onePerNode: false };

const HOSTNAME = 'kubernetes.io/hostname';

/** By key. A rule that reaches beyond the workload's own pods binds both sides: neither is moved, so that no rule is ever met by chance. */
export const bindingsOf = (workloads: ReadonlyMap<string, Workload>, select: Selection): ReadonlyMap<string, Binding> => {
  const bindings = new Map<string, Binding>();
  const bind = (key: string, more: Partial<Binding>): void => void bindings.set(key, { ...(bindings.get(key) ?? UNBOUND), ...more });
  for (const { key, pods } of workloads.values()) {
    for (const { term, pod, kind } of distinctTerms(pods)) {
      const others = reached(term, pod, select).filter((other) => other !== key);
      if (kind === 'anti' && others.length === 0 && term.topologyKey === HOSTNAME) bind(key, { onePerNode: true });
      else for (const one of [key, ...others]) bind(one, kind === 'anti' ? { antiAffinity: true } : { affinity: true });
    }
  }
  return bindings;
};

interface Rule {
  readonly term: PodAffinityTerm;
  readonly pod: NetworkPod;
  readonly kind: 'anti' | 'near';
}

/** Pods of one revision carry the same rules. */
const distinctTerms = (pods: readonly NetworkPod[]): Iterable<Rule> => {
  const rules = new Map<string, Rule>();
  for (const pod of pods) {
    for (const term of pod.podAntiAffinity?.required ?? []) rules.set(`anti ${JSON.stringify(term)}`, { term, pod, kind: 'anti' });
    for (const term of pod.podAffinity?.required ?? []) rules.set(`near ${JSON.stringify(term)}`, { term, pod, kind: 'near' });
  }
  return rules.values();
};

/** A selector of namespaces is taken to mean all of them: more is bound than need be, never less. */
const reached = (term: PodAffinityTerm, pod: NetworkPod, select: Selection): readonly string[] => {
  const own = term.namespaces.length > 0 ? term.namespaces : [pod.namespace];
  const found = select({ selector: term.labelSelector, namespaces: term.namespaceSelector === null ? own : null });
  return [...new Set(found.map(({ namespace, name, workload }) => keyOf({ namespace, name: workload?.name ?? name })))].sort();
};
