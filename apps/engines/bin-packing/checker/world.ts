import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { BinPackingState } from '../state';

export const nameOfPod = (pod: PodState): string => `${pod.namespace}/${pod.name}`;

export const isOver = (pod: PodState): boolean => pod.phase === 'Succeeded' || pod.phase === 'Failed';

/** The cluster while a plan is carried out, kept as plainly as possible: every question walks over everything. */
export class World {
  readonly nodes = new Map<string, LabelledNodeState>();
  readonly pods = new Map<string, PodState>();
  /** Pod to node; a pod that stands nowhere has no entry. */
  readonly place = new Map<string, string>();
  readonly cordoned = new Set<string>();

  constructor(readonly state: BinPackingState) {
    for (const node of state.nodes ?? []) this.nodes.set(node.name, node);
    for (const pod of state.pods ?? []) {
      if (isOver(pod)) continue;
      this.pods.set(nameOfPod(pod), pod);
      if (pod.nodeName !== null && this.nodes.has(pod.nodeName)) this.place.set(nameOfPod(pod), pod.nodeName);
    }
  }

  podsOn(node: string): readonly PodState[] {
    return [...this.pods.values()].filter((pod) => this.place.get(nameOfPod(pod)) === node);
  }

  placedPods(): readonly { readonly pod: PodState; readonly node: LabelledNodeState }[] {
    return [...this.pods.values()].flatMap((pod) => {
      const node = this.nodes.get(this.place.get(nameOfPod(pod)) ?? '');
      return node === undefined ? [] : [{ pod, node }];
    });
  }

  /** As kubelet and the cloud label every node; what the object says itself goes first. */
  labelOf(node: LabelledNodeState, key: string): string | undefined {
    if (Object.hasOwn(node.labels, key)) return node.labels[key];
    if (key === 'kubernetes.io/hostname') return node.name;
    if (key === 'topology.kubernetes.io/zone' || key === 'topology.ebs.csi.aws.com/zone') return node.zone ?? undefined;
    return key === 'topology.kubernetes.io/region' ? (node.region ?? undefined) : undefined;
  }
}

/** Somebody stands, or is about to stand, somewhere. */
export interface Placement {
  readonly world: World;
  readonly pod: PodState;
  readonly node: LabelledNodeState;
}
