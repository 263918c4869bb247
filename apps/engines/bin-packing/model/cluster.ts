import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { PodState } from '@ml/state/kubernetes/pod-state';
import type { Disks } from './disks';
import { domainsOf, type DomainsOf } from './domains';
import { namespacesOf, type KnownNamespace } from './namespaces';
import { classesOf, hostOf, hostToBe, ZONE, type Classes, type Host } from './nodes';
import { dimensionsOf, offeredBy, type Amounts, type Dimensions, type NodeLimits } from './resources';
import { ruleBook, type ShapeRules } from './rules';
import { shapesOf, type Shape } from './shapes';
import type { Term } from './terms';

/** Where a pod is that waits for a node. */
export const UNPLACED = -1;

/** What never changes while places are looked for, with every name turned into a number. */
export interface Cluster {
  /** Nodes, and behind them those that are to be launched. */
  readonly hosts: readonly Host[];
  readonly pods: readonly PodState[];
  readonly dimensions: Dimensions;
  /** By node. */
  readonly offered: readonly Amounts[];
  /** By pod: the number of its node. */
  readonly nodeOf: Int32Array;
  /** By pod. */
  readonly shapeOf: Int32Array;
  readonly shapes: readonly Shape[];
  /** By shape. */
  readonly rules: readonly ShapeRules[];
  readonly terms: readonly Term[];
  readonly classes: Classes;
  readonly zones: DomainsOf;
  /** By pod: who it is counted to; a pod on its own is its own. */
  readonly crowdOf: Int32Array;
  readonly crowds: number;
  /** Adds a node that is to be launched; its number. */
  readonly add: (state: LabelledNodeState, offered: Amounts) => number;
}

export interface ClusterInput {
  readonly nodes: readonly LabelledNodeState[];
  /** Those that take room, now or as soon as they are placed. */
  readonly pods: readonly PodState[];
  /** By pod. */
  readonly disks: readonly Disks[];
  readonly limits: (node: LabelledNodeState) => NodeLimits;
  readonly namespaces: readonly KnownNamespace[];
}

export const clusterOf = ({ nodes, pods, disks, limits, namespaces }: ClusterInput): Cluster => {
  const hosts = nodes.map(hostOf);
  const dimensions = dimensionsOf(pods);
  const offered = nodes.map((node) => offeredBy(node, limits(node), dimensions));
  const { shapes, shapeOf } = shapesOf({ pods, disks, dimensions });
  const classes = classesOf(hosts, shapes);
  const byKey = new Map<string, DomainsOf>();
  const domains = (key: string): DomainsOf => {
    const found = byKey.get(key) ?? domainsOf(key, hosts);
    byKey.set(key, found);
    return found;
  };
  const borne = new Set(hosts.flatMap(({ labels }) => Object.keys(labels)));
  const zones = domains(ZONE);
  const numbers = new Map(nodes.map(({ name }, index) => [name, index]));
  return {
    hosts,
    pods,
    dimensions,
    offered,
    nodeOf: Int32Array.from(pods, ({ nodeName }) => numbers.get(nodeName ?? '') ?? UNPLACED),
    shapeOf,
    shapes,
    ...ruleBook({ shapes, hosts, domains, namespaces: namespacesOf(namespaces) }),
    classes,
    zones,
    ...crowdsOf(pods),
    add: (state, amounts) => {
      const host = hostToBe(state, borne);
      classes.add(host);
      for (const known of byKey.values()) known.add(host);
      offered.push(amounts);
      return hosts.length - 1;
    },
  };
};

const crowdsOf = (pods: readonly PodState[]): Pick<Cluster, 'crowdOf' | 'crowds'> => {
  const known = new Map<string, number>();
  const crowdOf = Int32Array.from(pods, ({ namespace, workload, name }) => {
    const key = workload === null ? `${namespace} ${name}` : `${namespace} ${workload.kind} ${workload.name}`;
    const crowd = known.get(key) ?? known.size;
    known.set(key, crowd);
    return crowd;
  });
  return { crowdOf, crowds: known.size };
};
