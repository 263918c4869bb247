import { selectorMatches, type LabelSelector, type Labels } from '@ml/state/kubernetes/label-selector';
import type { DomainsOf } from './domains';
import { oneLabel } from './one-label';
import type { Shape } from './shapes';

/** Pods by namespace and labels. */
export interface Selection {
  /** null: every namespace. Sorted. */
  readonly namespaces: readonly string[] | null;
  readonly selector: LabelSelector;
}

/** Which pods a rule is about, and by which label of the node it counts them. */
export interface TermSpec extends Selection {
  readonly topologyKey: string;
  /** What else a pod must match to be selected: of several required affinities each counts only pods that match all. */
  readonly also: readonly Selection[];
  /** Whether every pod counts, also one that is being deleted or goes with its node: to those who avoid them they do. */
  readonly everyone: boolean;
  /** Nodes that count, by number, and a text that says which; null: all. */
  readonly only: { readonly key: string; readonly nodes: ReadonlySet<number> } | null;
}

/** How many pods of each kind stand in each domain. */
export class Tally {
  private readonly counts = new Map<number, number>();
  total = 0;

  at(domain: number): number {
    return this.counts.get(domain) ?? 0;
  }

  add(domain: number, by: number): void {
    this.counts.set(domain, this.at(domain) + by);
    this.total += by;
  }
}

/** One rule as its counts stand. Every pod that states the same rule shares it. */
export interface Term {
  readonly index: number;
  readonly spec: TermSpec;
  readonly domains: DomainsOf;
  /** Pods that the selector selects. */
  readonly selected: Tally;
  /** Pods that would be selected if they were not being deleted. */
  readonly fading: Tally;
  /** Pods that go when their node goes: of DaemonSets, and those that the kubelet runs from a file. They stand there, but nobody may rely on it. */
  readonly bound: Tally;
  /** Pods that keep away from those. */
  readonly avoiders: Tally;
  /** Pods that need one of those. */
  readonly needers: Tally;
  /** Of the needers those that are selected themselves. */
  readonly peers: Tally;
}

export interface TermBook {
  readonly terms: readonly Term[];
  readonly term: (spec: TermSpec) => Term;
}

export const termBook = (domains: (key: string) => DomainsOf): TermBook => {
  const terms: Term[] = [];
  const known = new Map<string, Term>();
  const term = (spec: TermSpec): Term => {
    const key = JSON.stringify([spec.topologyKey, spec.namespaces, spec.selector, spec.also, spec.everyone, spec.only?.key ?? null]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made: Term = { index: terms.length, spec, domains: domains(spec.topologyKey), selected: new Tally(), fading: new Tally(), bound: new Tally(), avoiders: new Tally(), needers: new Tally(), peers: new Tally() };
    terms.push(made);
    known.set(key, made);
    return made;
  };
  return { terms, term };
};

export const selects = (spec: TermSpec, namespace: string, labels: Labels): boolean =>
  [spec, ...spec.also].every(({ namespaces, selector }) => (namespaces === null || namespaces.includes(namespace)) && selectorMatches(selector, labels));

/** Which terms select pods of a shape. Most selectors ask for one label by value: by it they are found without trying all. */
export const selectedBy = (terms: readonly Term[]): ((shape: Shape) => readonly Term[]) => {
  const byLabel = new Map<string, Term[]>();
  const others: Term[] = [];
  for (const term of terms) {
    const label = oneLabel(term.spec.selector);
    if (label === null) others.push(term);
    else listed(byLabel, label).push(term);
  }
  return ({ sample, labels }) => {
    const tried = [...others, ...Object.entries(labels).flatMap(([key, value]) => byLabel.get(`${key}=${value}`) ?? [])];
    return tried.filter((term) => selects(term.spec, sample.namespace, labels));
  };
};

const listed = (lists: Map<string, Term[]>, key: string): Term[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};
