import type { LabelRequirement, LabelSelector } from '@ml/state/kubernetes/label-selector';
import type { NodeSelectorTerm } from '@ml/state/kubernetes/node-affinity';
import type { PodAffinity, PodAffinityTerm } from '@ml/state/kubernetes/pod-affinity';
import type { TopologySpread } from '@ml/state/kubernetes/topology-spread';
import type { DomainsOf } from './domains';
import type { NamespacesOf } from './namespaces';
import { countingOf, type Counting } from './counting';
import type { Host } from './nodes';
import type { Shape } from './shapes';
import { selectedBy, selects, termBook, type Selection, type Term, type TermBook, type TermSpec } from './terms';

/** Pods in a domain may exceed those in the emptiest by `maxSkew`. */
export interface Spread {
  readonly term: Term;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Whether the pod itself counts. */
  readonly self: 0 | 1;
  /** Domains of the nodes that count. */
  readonly domains: readonly number[];
}

export interface Needed {
  readonly term: Term;
  /** Whether the pod is one of those it needs: the first of them may stand anywhere. */
  readonly self: boolean;
}

export interface Preferred {
  readonly weight: number;
  readonly term: NodeSelectorTerm;
}

/** What pods of one shape ask of the pods around them. */
export interface ShapeRules {
  /** Terms that select them. */
  readonly selected: readonly Term[];
  readonly avoids: readonly Term[];
  readonly needs: readonly Needed[];
  readonly spreads: readonly Spread[];
  /** What is only preferred: a move must not make it worse. */
  readonly soft: { readonly apart: readonly Term[]; readonly near: readonly Term[]; readonly spreads: readonly Spread[]; readonly nodes: readonly Preferred[] };
}

export interface RuleInput {
  readonly shapes: readonly Shape[];
  readonly hosts: readonly Host[];
  readonly domains: (key: string) => DomainsOf;
  readonly namespaces: NamespacesOf;
}

export interface RuleBook {
  readonly terms: readonly Term[];
  readonly rules: readonly ShapeRules[];
}

export const ruleBook = (input: RuleInput): RuleBook => {
  const book = termBook(input.domains);
  const counting = countingOf(input.hosts);
  const stated = input.shapes.map((shape) => statedBy(shape, { ...input, counting }, book));
  const selected = selectedBy(book.terms);
  const rules = input.shapes.map((shape, index) => ({ ...(stated[index] ?? NOTHING), selected: selected(shape) }));
  return { terms: book.terms, rules };
};

type Stated = Omit<ShapeRules, 'selected'>;
const NOTHING: Stated = { avoids: [], needs: [], spreads: [], soft: { apart: [], near: [], spreads: [], nodes: [] } };

interface Reader extends RuleInput {
  readonly counting: Counting;
}

const statedBy = (shape: Shape, input: Reader, book: TermBook): Stated => {
  const { podAffinity, podAntiAffinity, topologySpread, nodeAffinity } = shape.sample;
  const isFree = podAffinity === null && podAntiAffinity === null && topologySpread.length === 0 && nodeAffinity === null;
  if (isFree) return NOTHING;
  const near = podAffinity ?? NO_AFFINITY;
  const apart = podAntiAffinity ?? NO_AFFINITY;
  const { namespaces } = input;
  const avoided = (term: PodAffinityTerm): Term => book.term({ ...affinityTerm(term, shape, { namespaces, widely: true }), also: [], everyone: true });
  const sought = near.required.map((term) => affinityTerm(term, shape, { namespaces, widely: false }));
  const spread = (which: TopologySpread['whenUnsatisfiable']): readonly Spread[] =>
    topologySpread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === which).map((constraint) => spreadOf(constraint, { shape, input, book }));
  return {
    avoids: apart.required.map(avoided),
    needs: sought.map((spec) => neededBy(shape, book.term({ ...spec, also: sought.length > 1 ? sought.map(selectionOf) : [], everyone: false }))),
    spreads: spread('DoNotSchedule'),
    soft: {
      apart: apart.preferred.map(({ term }) => avoided(term)),
      near: near.preferred.map(({ term }) => book.term({ ...affinityTerm(term, shape, { namespaces, widely: false }), also: [], everyone: false })),
      spreads: spread('ScheduleAnyway'),
      nodes: nodeAffinity?.preferred ?? [],
    },
  };
};

const NO_AFFINITY: PodAffinity = { required: [], preferred: [] };

const neededBy = ({ sample, labels }: Shape, term: Term): Needed => ({ term, self: selects(term.spec, sample.namespace, labels) });

interface Reading {
  readonly namespaces: NamespacesOf;
  /** Where a namespace's labels are unknown: count it in, since too many avoided pods are safe and too many needed ones are not. */
  readonly widely: boolean;
}

const selectionOf = ({ namespaces, selector }: Selection): Selection => ({ namespaces, selector });

const affinityTerm = (term: PodAffinityTerm, shape: Shape, { namespaces, widely }: Reading): Omit<TermSpec, 'also' | 'everyone'> => ({
  topologyKey: term.topologyKey,
  namespaces: namespaces(term, shape.sample.namespace, widely),
  selector: narrowed(term.labelSelector, shape, term),
  only: null,
});

/** `matchLabelKeys` adds the pod's own values, `mismatchLabelKeys` asks for others. A selector that is missing selects nothing, whatever is added. */
const narrowed = (
  selector: LabelSelector | null,
  { labels }: Shape,
  { matchLabelKeys, mismatchLabelKeys }: { readonly matchLabelKeys: readonly string[]; readonly mismatchLabelKeys: readonly string[] },
): LabelSelector => {
  if (selector === null) return SELECTS_NOTHING;
  const own = (operator: 'In' | 'NotIn', keys: readonly string[]): readonly LabelRequirement[] =>
    keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));
  const added = [...own('In', matchLabelKeys), ...own('NotIn', mismatchLabelKeys)];
  return added.length === 0 ? selector : { ...selector, matchExpressions: [...selector.matchExpressions, ...added] };
};

const SELECTS_NOTHING: LabelSelector = { matchLabels: {}, matchExpressions: [{ key: '', operator: 'In', values: [] }] };

interface SpreadReading {
  readonly shape: Shape;
  readonly input: Reader;
  readonly book: TermBook;
}

const spreadOf = (constraint: TopologySpread, { shape, input, book }: SpreadReading): Spread => {
  const only = input.counting.nodes(constraint, shape);
  const spec: TermSpec = {
    topologyKey: constraint.topologyKey,
    namespaces: [shape.sample.namespace],
    selector: narrowed(constraint.labelSelector, shape, { matchLabelKeys: constraint.matchLabelKeys, mismatchLabelKeys: [] }),
    also: [],
    everyone: false,
    only,
  };
  const term = book.term(spec);
  const self = selects(spec, shape.sample.namespace, shape.labels) ? 1 : 0;
  return { term, maxSkew: constraint.maxSkew, minDomains: constraint.minDomains ?? 0, self, domains: input.counting.domains(term) };
};
