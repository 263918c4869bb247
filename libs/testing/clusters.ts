import type { KubernetesClaim, KubernetesDisruptionBudget, KubernetesNode, KubernetesPod, KubernetesVolume } from './cluster/kubernetes-objects';
import { CREATED_AT, uidOf } from './cluster/made-up-ids';
import { madeUpNode } from './cluster/made-up-node';
import { madeUpPod, madeUpVolume, type PlacedPod } from './cluster/made-up-pod';
import { madeUpDaemonSet, madeUpWorkload, selectorOf, type Workload } from './cluster/made-up-workload';
import { Putter } from './cluster/put-pods';
import { mulberry32 } from './mulberry32';

export interface ClusterOptions {
  readonly nodes: number;
  /** Those of DaemonSets included. */
  readonly pods: number;
  readonly seed: number;
  readonly region?: string;
  /** RFC 3339. */
  readonly observedAt?: string;
}

/** `current_state` as a caller posts it: native Kubernetes API objects. */
export interface SyntheticCluster {
  readonly observed_at: string;
  readonly nodes: readonly KubernetesNode[];
  readonly pods: readonly KubernetesPod[];
  readonly pod_disruption_budgets: readonly KubernetesDisruptionBudget[];
  readonly persistent_volumes: readonly KubernetesVolume[];
  readonly persistent_volume_claims: readonly KubernetesClaim[];
}

export const CLUSTER_OBSERVED_AT = '2026-11-20T10:00:00Z';
const MOST_DAEMON_SETS = 4;

/**
 * A running cluster of three zones with about 1 KB a pod: deployments, stateful sets with zonal disks, jobs on a tainted pool, DaemonSets, budgets,
 * spread and anti-affinity, all of which hold where the pods stand. Nodes are full to very different degrees. Same seed, same cluster.
 * @throws Error when the nodes have no room for so many pods: 20 a node always fit
 */
export const syntheticCluster = ({ nodes, pods, seed, region = 'us-east-1', observedAt = CLUSTER_OBSERVED_AT }: ClusterOptions): SyntheticCluster => {
  const random = mulberry32(seed);
  const places = Array.from({ length: nodes }, (_, index) => madeUpNode({ index, region, random }));
  const placed = putAll(new Putter(places, random), { nodes, pods }, random);
  const volumes = placed.filter(({ workload }) => workload.kind === 'StatefulSet').map(madeUpVolume);
  return {
    observed_at: observedAt,
    nodes: places.map(({ node }) => node),
    pods: placed.map(madeUpPod),
    pod_disruption_budgets: [...new Set(placed.map(({ workload }) => workload))].filter(({ budget }) => budget).map(budgetOf),
    persistent_volumes: volumes.map(({ volume }) => volume),
    persistent_volume_claims: volumes.map(({ claim }) => claim),
  };
};

const putAll = (putter: Putter, { nodes, pods }: { readonly nodes: number; readonly pods: number }, random: () => number): readonly PlacedPod[] => {
  const daemonSets = Math.min(MOST_DAEMON_SETS, Math.floor(pods / nodes / 2));
  const placed = Array.from({ length: daemonSets }, (_, index) => putter.onEvery(madeUpDaemonSet(index, nodes))).flat();
  for (let index = daemonSets; placed.length < pods; index += 1) {
    placed.push(...putter.all(madeUpWorkload(index, { most: pods - placed.length, nodes }, random)));
  }
  return placed;
};

const budgetOf = (workload: Workload): KubernetesDisruptionBudget => {
  const { index, name, namespace, replicas } = workload;
  return {
    metadata: { name, namespace, uid: uidOf(7, index), creationTimestamp: CREATED_AT },
    spec: { maxUnavailable: 1, selector: selectorOf(workload) },
    status: { currentHealthy: replicas, desiredHealthy: replicas - 1, expectedPods: replicas, disruptionsAllowed: 1 },
  };
};
