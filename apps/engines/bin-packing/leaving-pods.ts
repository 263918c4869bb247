import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { Situation } from './situation';

/** By node: pods that are being deleted. Nobody moves them, but their time is theirs. */
export type Leaving = ReadonlyMap<number, readonly PodState[]>;

export const leavingPods = ({ cluster }: Pick<Situation, 'cluster'>): Leaving => {
  const leaving = new Map<number, PodState[]>();
  cluster.pods.forEach((pod, index) => {
    if (pod.deletionTimestamp === null) return;
    const node = cluster.nodeOf[index] ?? -1;
    const list = leaving.get(node) ?? [];
    list.push(pod);
    leaving.set(node, list);
  });
  return leaving;
};
