import type { Labels, LabelSelector } from './label-selector';
import type { LabelledNodeState } from './node';
import type { NodeAffinity, NodeSelectorTerm } from './node-affinity';
import type { PodAffinity, PodAffinityTerm } from './pod-affinity';
import type { PodState } from './pod-state';

interface Cluster<Node, Pod> {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
}

interface Referring {
  /** Of disruption budgets, workloads, services. */
  readonly selectors?: readonly (LabelSelector | null)[];
  /** Of persistent volumes. */
  readonly nodeTerms?: readonly NodeSelectorTerm[];
}

const NODE_KEYS = [
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'kubernetes.io/hostname',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.k8s.aws/zone-id',
  'topology.ebs.csi.aws.com/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'karpenter.sh/capacity-type',
  'karpenter.sh/nodepool',
  'eks.amazonaws.com/capacityType',
  'eks.amazonaws.com/nodegroup',
] as const;

const POD_KEYS = ['app.kubernetes.io/name', 'pod-template-hash'] as const;

interface Keys {
  readonly ofNodes: Set<string>;
  readonly ofPods: Set<string>;
}

/**
 * Labels carry names of teams, customers and projects. What is kept with a decision has those that say where and what a node is, and those that
 * some selector, affinity or spread asks for: any other label can change no decision.
 */
export const withReferencedLabels = <Node extends Pick<LabelledNodeState, 'labels'>, Pod extends Referrer>(
  { nodes, pods }: Cluster<Node, Pod>,
  { selectors = [], nodeTerms = [] }: Referring = {},
): Cluster<Node, Pod> => {
  const keys: Keys = { ofNodes: new Set<string>(NODE_KEYS), ofPods: new Set<string>(POD_KEYS) };
  for (const selector of selectors) addSelector(keys.ofPods, selector);
  for (const term of nodeTerms) addNodeTerm(keys.ofNodes, term);
  for (const pod of pods) addPod(keys, pod);
  return { nodes: nodes.map((node) => keeping(node, keys.ofNodes)), pods: pods.map((pod) => keeping(pod, keys.ofPods)) };
};

type Referrer = Pick<PodState, 'labels' | 'nodeSelector' | 'nodeAffinity' | 'podAffinity' | 'podAntiAffinity' | 'topologySpread'>;

const addPod = (keys: Keys, pod: Referrer): void => {
  for (const key of Object.keys(pod.nodeSelector)) keys.ofNodes.add(key);
  if (pod.nodeAffinity !== null) addNodeAffinity(keys.ofNodes, pod.nodeAffinity);
  if (pod.podAffinity !== null) addAffinity(keys, pod.podAffinity);
  if (pod.podAntiAffinity !== null) addAffinity(keys, pod.podAntiAffinity);
  for (const spread of pod.topologySpread) {
    keys.ofNodes.add(spread.topologyKey);
    addSelector(keys.ofPods, spread.labelSelector);
    for (const key of spread.matchLabelKeys) keys.ofPods.add(key);
  }
};

const addNodeAffinity = (keys: Set<string>, { required, preferred }: NodeAffinity): void => {
  for (const term of required ?? []) addNodeTerm(keys, term);
  for (const { term } of preferred) addNodeTerm(keys, term);
};

const addAffinity = (keys: Keys, { required, preferred }: PodAffinity): void => {
  for (const term of required) addPodTerm(keys, term);
  for (const { term } of preferred) addPodTerm(keys, term);
};

const addPodTerm = ({ ofNodes, ofPods }: Keys, term: PodAffinityTerm): void => {
  ofNodes.add(term.topologyKey);
  addSelector(ofPods, term.labelSelector);
  for (const key of term.matchLabelKeys) ofPods.add(key);
  for (const key of term.mismatchLabelKeys) ofPods.add(key);
};

const addNodeTerm = (keys: Set<string>, { matchExpressions }: NodeSelectorTerm): void => {
  for (const { key } of matchExpressions) keys.add(key);
};

const addSelector = (keys: Set<string>, selector: LabelSelector | null): void => {
  if (selector === null) return;
  for (const key of Object.keys(selector.matchLabels)) keys.add(key);
  for (const { key } of selector.matchExpressions) keys.add(key);
};

const keeping = <Labelled extends { readonly labels: Labels }>(labelled: Labelled, keys: ReadonlySet<string>): Labelled => {
  const { labels } = labelled;
  const all = Object.keys(labels);
  if (all.every((key) => keys.has(key))) return labelled;
  const kept: Record<string, string> = {};
  for (const key of all) if (keys.has(key)) kept[key] = labels[key] ?? '';
  return { ...labelled, labels: kept };
};
