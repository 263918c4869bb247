import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { TopologySpread } from '@ml/state/kubernetes/topology-spread';
import { selects, termHolds, untolerated } from './matching';
import { violation, type Violation } from './violation';
import { nameOfPod, type Placement, type World } from './world';

/** Hard topology spread as the scheduler judges the pod that comes: its domain may not run ahead of the emptiest by more than the skew. */
export const spreadRules = ({ world, pod, node }: Placement): readonly Violation[] => {
  const hard = pod.topologySpread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  return hard.flatMap((spread) => {
    const domain = world.labelOf(node, spread.topologyKey);
    if (domain === undefined) return [violation('SPREAD', `pod ${nameOfPod(pod)} on ${node.name}, which has no ${spread.topologyKey}`)];
    const counts = countsOf({ world, pod, spread, hard });
    const few = spread.minDomains !== null && counts.size < spread.minDomains;
    const least = few || counts.size === 0 ? 0 : Math.min(...counts.values());
    const here = (counts.get(domain) ?? 0) + (isCounted(pod, pod, spread) ? 1 : 0);
    return here - least > spread.maxSkew ? [violation('SPREAD', `pod ${nameOfPod(pod)} on ${node.name}: ${here} in ${domain}, ${least} elsewhere, skew ${spread.maxSkew}`)] : [];
  });
};

interface Spreading {
  readonly world: World;
  readonly pod: PodState;
  readonly spread: TopologySpread;
  readonly hard: readonly TopologySpread[];
}

/** Pods by domain, over the nodes that count for the pod: with every key that it spreads over, and those its policies let in. */
const countsOf = ({ world, pod, spread, hard }: Spreading): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const node of world.nodes.values()) {
    const domain = world.labelOf(node, spread.topologyKey);
    if (domain === undefined || !countsFor({ world, pod, spread, hard }, node)) continue;
    const inside = world.podsOn(node.name).filter((other) => nameOfPod(other) !== nameOfPod(pod) && other.deletionTimestamp === null && isCounted(other, pod, spread));
    counts.set(domain, (counts.get(domain) ?? 0) + inside.length);
  }
  return counts;
};

const countsFor = ({ world, pod, spread, hard }: Spreading, node: LabelledNodeState): boolean => {
  if (hard.some(({ topologyKey }) => world.labelOf(node, topologyKey) === undefined)) return false;
  if (spread.nodeAffinityPolicy === 'Honor' && !wants(world, pod, node)) return false;
  const closed = world.cordoned.has(node.name) || node.cordoned ? [{ key: 'node.kubernetes.io/unschedulable', value: null, effect: 'NoSchedule' }] : [];
  return spread.nodeTaintsPolicy !== 'Honor' || untolerated([...node.taints, ...closed], pod.tolerations).length === 0;
};

const wants = (world: World, pod: PodState, node: LabelledNodeState): boolean => {
  const terms = pod.nodeAffinity?.required ?? null;
  return Object.entries(pod.nodeSelector).every(([key, value]) => world.labelOf(node, key) === value) && (terms === null || terms.some((term) => termHolds(term, node, world)));
};

const isCounted = (other: PodState, pod: PodState, spread: TopologySpread): boolean =>
  other.namespace === pod.namespace &&
  selects(spread.labelSelector, other.labels) &&
  spread.matchLabelKeys.every((key) => pod.labels[key] === undefined || pod.labels[key] === other.labels[key]);
