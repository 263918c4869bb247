import type { Labels } from '@ml/state/kubernetes/label-selector';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { PodAffinity } from '@ml/state/kubernetes/pod-affinity';
import type { Disks } from './disks';
import { isSame } from './same-value';
import { requestsOf, type Amounts, type Dimensions } from './resources';

/** Pods that the scheduler cannot tell apart: what fits one, fits all. */
export interface Shape {
  readonly index: number;
  /** One of them: its constraints are those of all. */
  readonly sample: PodState;
  /** Of its labels those that some selector asks about. */
  readonly labels: Labels;
  readonly disks: Disks;
  readonly amounts: Amounts;
}

export interface Shaped {
  readonly shapes: readonly Shape[];
  /** By pod: its shape. */
  readonly shapeOf: Int32Array;
}

export interface ShapeInput {
  readonly pods: readonly PodState[];
  /** By pod. */
  readonly disks: readonly Disks[];
  readonly dimensions: Dimensions;
}

export const shapesOf = ({ pods, disks, dimensions }: ShapeInput): Shaped => {
  const keys = selectedKeys(pods);
  const shapes: Shape[] = [];
  const shapeOf = new Int32Array(pods.length);
  const known = new Map<string, number>();
  let last: Shape | undefined;
  pods.forEach((pod, index) => {
    const own = disks[index];
    if (own === undefined) return;
    const labels = keys.size === 0 ? NO_LABELS : pick(pod.labels, keys);
    // Replicas stand beside each other in a list that is sorted by name.
    if (last !== undefined && isAlike({ pod, labels, disks: own }, last)) {
      shapeOf[index] = last.index;
      return;
    }
    const key = keyOf(pod, labels, own);
    const shape = known.get(key) ?? shapes.length;
    known.set(key, shape);
    if (shape === shapes.length) shapes.push({ index: shape, sample: pod, labels, disks: own, amounts: requestsOf(pod, own.attached, dimensions) });
    last = shapes[shape];
    shapeOf[index] = shape;
  });
  return { shapes, shapeOf };
};

const NO_LABELS: Labels = {};

/** Everything that a filter of the scheduler looks at, beside labels and disks. */
const LOOKED_AT = ['namespace', 'requests', 'tolerations', 'nodeSelector', 'nodeAffinity', 'podAffinity', 'podAntiAffinity', 'topologySpread', 'hostPorts'] as const satisfies readonly (keyof PodState)[];

/** Objects come from one reader, so their fields stand in one order. */
const keyOf = (pod: PodState, labels: Labels, disks: Disks): string => JSON.stringify([labels, disks.attached, disks.places, disks.unknown, ...LOOKED_AT.map((field) => pod[field])]);

interface Looked {
  readonly pod: PodState;
  readonly labels: Labels;
  readonly disks: Disks;
}

/** Quicker than two keys. */
const isAlike = ({ pod, labels, disks }: Looked, { sample, labels: known, disks: others }: Shape): boolean =>
  LOOKED_AT.every((field) => isSame(pod[field], sample[field])) && isSame(labels, known) && isSame(disks, others);

const pick = (labels: Labels, keys: ReadonlySet<string>): Labels => {
  const kept: Record<string, string> = {};
  for (const key of keys) {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value !== undefined) kept[key] = value;
  }
  return kept;
};

/** Other labels never decide where a pod may go. */
const selectedKeys = (pods: readonly PodState[]): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const pod of pods) {
    for (const spread of pod.topologySpread) addKeys(keys, spread);
    addAffinity(keys, pod.podAffinity);
    addAffinity(keys, pod.podAntiAffinity);
  }
  return new Set([...keys].sort());
};

const addAffinity = (keys: Set<string>, affinity: PodAffinity | null): void => {
  if (affinity === null) return;
  for (const term of affinity.required) addKeys(keys, term);
  for (const { term } of affinity.preferred) addKeys(keys, term);
};

interface Selecting {
  readonly labelSelector: PodState['topologySpread'][number]['labelSelector'];
  readonly matchLabelKeys: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

const addKeys = (keys: Set<string>, { labelSelector, matchLabelKeys, mismatchLabelKeys = [] }: Selecting): void => {
  for (const key of Object.keys(labelSelector?.matchLabels ?? {})) keys.add(key);
  for (const { key } of labelSelector?.matchExpressions ?? []) keys.add(key);
  for (const key of matchLabelKeys) keys.add(key);
  for (const key of mismatchLabelKeys) keys.add(key);
};
