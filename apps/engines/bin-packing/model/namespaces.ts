import { selectorMatches, type LabelSelector, type Labels } from '@ml/state/kubernetes/label-selector';
import type { PodAffinityTerm } from '@ml/state/kubernetes/pod-affinity';

/** The namespaces that a term is about, sorted; null is all. `widely`: one whose labels are unknown counts. */
export type NamespacesOf = (term: PodAffinityTerm, own: string, widely: boolean) => readonly string[] | null;

export interface KnownNamespace {
  readonly name: string;
  /** null: nobody sent them. */
  readonly labels: Labels | null;
}

export const namespacesOf =
  (known: readonly KnownNamespace[]): NamespacesOf =>
  ({ namespaces, namespaceSelector }, own, widely) => {
    if (namespaceSelector === null) return namespaces.length === 0 ? [own] : [...new Set(namespaces)].sort();
    if (isEmpty(namespaceSelector)) return null;
    const chosen = known.filter(({ name, labels }) => (labels === null ? chosenByName(namespaceSelector, name) ?? widely : selectorMatches(namespaceSelector, { ...labels, [NAME]: name })));
    return [...new Set([...namespaces, ...chosen.map(({ name }) => name)])].sort();
  };

/** The API server writes it on every namespace. */
const NAME = 'kubernetes.io/metadata.name';

const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector): boolean => Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

/** undefined: the selector asks for more than the name. */
const chosenByName = (selector: LabelSelector, name: string): boolean | undefined => {
  const keys = [...Object.keys(selector.matchLabels), ...selector.matchExpressions.map(({ key }) => key)];
  return keys.every((key) => key === NAME) ? selectorMatches(selector, { [NAME]: name }) : undefined;
};
