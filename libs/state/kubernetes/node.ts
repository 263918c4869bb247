import type { EpochMs } from '@ml/units/brand';
import { capacityTypeOf, type CapacityType } from './capacity-type';
import { OPT_OUT_KEYS, optOutOf } from '../opt-out';
import type { Read, Reads } from '../read';
import { fallback, object, optional, picked, required } from '../shapes';
import { name, text, time, truth } from '../values';
import { clusterWide } from './identified';
import type { Labels } from './label-selector';
import { readLabels } from './labels';
import { NO_AMOUNTS, readAmounts } from './read-resources';
import { readTaints } from './read-tolerations';
import { readReady } from './ready-condition';
import type { ResourceAmounts } from './resource-amounts';
import type { Taint } from './taint';

/** What a node offers; null where the object does not say. */
export interface NodeResources extends ResourceAmounts {
  readonly pods: number | null;
}

/** A Kubernetes Node as far as engines need it. JSON in, JSON out: the same value. */
export interface NodeState {
  readonly name: string;
  readonly providerId: string | null;
  readonly instanceType: string | null;
  readonly region: string | null;
  readonly zone: string | null;
  readonly architecture: string | null;
  readonly capacityType: CapacityType | null;
  readonly nodePool: string | null;
  readonly capacity: NodeResources;
  readonly allocatable: NodeResources;
  readonly taints: readonly Taint[];
  readonly cordoned: boolean;
  /** null when no Ready condition was sent. */
  readonly ready: boolean | null;
  /** Runs the cluster itself, by its role label or the taint that goes with it. */
  readonly controlPlane: boolean;
  readonly deleting: boolean;
  readonly createdAt: EpochMs | null;
  /** The label or annotation that says "hands off". */
  readonly optOut: string | null;
}

/** With all its labels, for engines that place pods. What they store goes through `withReferencedLabels` first. */
export interface LabelledNodeState extends NodeState {
  readonly labels: Labels;
}

const INSTANCE_TYPE = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'] as const;
const REGION = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'] as const;
const ZONE = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'] as const;
const ARCHITECTURE = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'] as const;
const CONTROL_PLANE: readonly string[] = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const NODE_POOL = ['karpenter.sh/nodepool', 'karpenter.sh/provisioner-name', 'eks.amazonaws.com/nodegroup'] as const;

const annotations = picked(OPT_OUT_KEYS);

/** `pods` is counted like any other resource, and told apart afterwards. */
const resources: Read<NodeResources> = (value) => {
  const { cpu, memory, ephemeralStorage, extended } = readAmounts(value);
  const { pods = null, ...others } = extended;
  return { cpu, memory, ephemeralStorage, pods, extended: others };
};
const noResources: NodeResources = { ...NO_AMOUNTS, pods: null };

const apiNode = object({
  metadata: required(
    object({ name: required(name), labels: fallback(readLabels, {}), annotations: fallback(annotations, {}), creationTimestamp: optional(time), deletionTimestamp: optional(text) }),
  ),
  spec: fallback(
    object({
      providerID: optional(text),
      unschedulable: fallback(truth, false),
      taints: fallback(readTaints, []),
    }),
    { providerID: null, unschedulable: false, taints: [] },
  ),
  status: fallback(
    object({
      capacity: fallback(resources, noResources),
      allocatable: fallback(resources, noResources),
      conditions: fallback(readReady, null),
    }),
    { capacity: noResources, allocatable: noResources, conditions: null },
  ),
});

const nodeOf = ({ metadata, spec, status }: Reads<typeof apiNode>): NodeState => {
  const labelled = (keys: readonly string[]): string | null => keys.map((key) => metadata.labels[key]).find((found) => found !== undefined) ?? null;
  const zone = labelled(ZONE);
  return {
    name: metadata.name,
    providerId: spec.providerID,
    instanceType: labelled(INSTANCE_TYPE),
    region: labelled(REGION),
    zone: zone ?? zoneOfProviderId(spec.providerID),
    architecture: labelled(ARCHITECTURE),
    capacityType: capacityTypeOf(metadata.labels),
    nodePool: labelled(NODE_POOL),
    capacity: status.capacity,
    allocatable: status.allocatable,
    taints: spec.taints,
    cordoned: spec.unschedulable,
    ready: status.conditions,
    controlPlane: CONTROL_PLANE.some((key) => metadata.labels[key] !== undefined || spec.taints.some((taint) => taint.key === key)),
    deleting: metadata.deletionTimestamp !== null,
    createdAt: metadata.creationTimestamp,
    optOut: optOutOf(metadata.labels, metadata.annotations),
  };
};

export const readNode: Read<NodeState> = (value) => nodeOf(apiNode(value));

export const readNodes: Read<readonly NodeState[]> = clusterWide(readNode);

export const readLabelledNodes: Read<readonly LabelledNodeState[]> = clusterWide((value) => {
  const read = apiNode(value);
  return { ...nodeOf(read), labels: read.metadata.labels };
});

/** `aws:///us-east-1a/i-0123456789abcdef0` */
const zoneOfProviderId = (providerId: string | null): string | null => /^aws:\/\/\/([a-z0-9-]+)\/i-/.exec(providerId ?? '')?.[1] ?? null;
