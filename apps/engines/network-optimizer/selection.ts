import { selectorMatches, type LabelSelector } from '@ml/state/kubernetes/label-selector';
import type { NetworkPod } from './state';

export interface Asking {
  readonly selector: LabelSelector | null;
  /** null is every namespace. */
  readonly namespaces: readonly string[] | null;
}

export type Selection = (asking: Asking) => readonly NetworkPod[];

/** Finds the pods of a selector by one of its labels instead of asking every pod. */
export const selectionOf = (pods: readonly NetworkPod[]): Selection => {
  const byLabel = new Map<string, NetworkPod[]>();
  for (const pod of pods) {
    for (const key of Object.keys(pod.labels)) {
      const label = `${key}=${pod.labels[key] ?? ''}`;
      const found = byLabel.get(label);
      if (found === undefined) byLabel.set(label, [pod]);
      else found.push(pod);
    }
  }
  return ({ selector, namespaces }) => {
    if (selector === null) return [];
    return candidates(selector, byLabel, pods).filter((pod) => (namespaces === null || namespaces.includes(pod.namespace)) && selectorMatches(selector, pod.labels));
  };
};

type ByLabel = ReadonlyMap<string, readonly NetworkPod[]>;

/** Those of its rarest label; `In` is a label with several values. */
const candidates = ({ matchLabels, matchExpressions }: LabelSelector, byLabel: ByLabel, all: readonly NetworkPod[]): readonly NetworkPod[] => {
  const withOne = (key: string, values: readonly string[]): readonly NetworkPod[] => {
    const [value, ...others] = new Set(values);
    const first = byLabel.get(`${key}=${value ?? ''}`) ?? [];
    return others.length === 0 ? first : [...first, ...others.flatMap((other) => byLabel.get(`${key}=${other}`) ?? [])];
  };
  return [...Object.entries(matchLabels).map(([key, value]) => withOne(key, [value])), ...matchExpressions.flatMap(({ key, operator, values }) => (operator === 'In' && values.length > 0 ? [withOne(key, values)] : []))].reduce(
    (fewest, one) => (one.length < fewest.length ? one : fewest),
    all,
  );
};
