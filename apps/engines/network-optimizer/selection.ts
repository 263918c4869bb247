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

/** Those of its rarest label. */
const candidates = ({ matchLabels }: LabelSelector, byLabel: ReadonlyMap<string, readonly NetworkPod[]>, all: readonly NetworkPod[]): readonly NetworkPod[] =>
  Object.entries(matchLabels)
    .map(([key, value]) => byLabel.get(`${key}=${value}`) ?? [])
    .reduce((fewest, one) => (one.length < fewest.length ? one : fewest), all);
