import type { Bytes, Millicores } from '@ml/units/brand';
import { CAPACITY_TYPE_LABELS, capacityTypeOf, type CapacityType } from './capacity-type';
import { OPT_OUT_KEYS, optOutOf } from '../opt-out';
import type { Read, Reads } from '../read';
import { array, fallback, list, object, optional, picked, required } from '../shapes';
import { refuseDuplicates } from '../unique';
import { count, cpu, name, size, text, truth } from '../values';

/** What a node offers; null where the object does not say. */
export interface NodeResources {
  readonly cpu: Millicores | null;
  readonly memory: Bytes | null;
  readonly ephemeralStorage: Bytes | null;
  readonly pods: number | null;
}

export interface Taint {
  readonly key: string;
  readonly value: string | null;
  readonly effect: string;
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
  /** The label or annotation that says "hands off". */
  readonly optOut: string | null;
}

const INSTANCE_TYPE = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'] as const;
const REGION = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'] as const;
const ZONE = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'] as const;
const ARCHITECTURE = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'] as const;
const CONTROL_PLANE: readonly string[] = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const NODE_POOL = ['karpenter.sh/nodepool', 'karpenter.sh/provisioner-name', 'eks.amazonaws.com/nodegroup'] as const;

const labels = picked([...INSTANCE_TYPE, ...REGION, ...ZONE, ...ARCHITECTURE, ...NODE_POOL, ...CONTROL_PLANE, ...CAPACITY_TYPE_LABELS, ...OPT_OUT_KEYS]);
const annotations = picked(OPT_OUT_KEYS);

const resources = object({ cpu: optional(cpu), memory: optional(size), 'ephemeral-storage': optional(size), pods: optional(count) });
const noResources: Reads<typeof resources> = { cpu: null, memory: null, 'ephemeral-storage': null, pods: null };

const apiNode = object({
  metadata: required(
    object({ name: required(name), labels: fallback(labels, {}), annotations: fallback(annotations, {}), deletionTimestamp: optional(text) }),
  ),
  spec: fallback(
    object({
      providerID: optional(text),
      unschedulable: fallback(truth, false),
      taints: fallback(array(object({ key: required(text), value: optional(text), effect: required(text) })), []),
    }),
    { providerID: null, unschedulable: false, taints: [] },
  ),
  status: fallback(
    object({
      capacity: fallback(resources, noResources),
      allocatable: fallback(resources, noResources),
      conditions: fallback(array(object({ type: required(text), status: required(text) })), []),
    }),
    { capacity: noResources, allocatable: noResources, conditions: [] },
  ),
});

export const readNode: Read<NodeState> = (value) => {
  const { metadata, spec, status } = apiNode(value);
  const labelled = (keys: readonly string[]): string | null => keys.map((key) => metadata.labels[key]).find((found) => found !== undefined) ?? null;
  const ready = status.conditions.find((condition) => condition.type === 'Ready');
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
    capacity: named(status.capacity),
    allocatable: named(status.allocatable),
    taints: spec.taints,
    cordoned: spec.unschedulable,
    ready: ready === undefined ? null : ready.status === 'True',
    controlPlane: CONTROL_PLANE.some((key) => metadata.labels[key] !== undefined || spec.taints.some((taint) => taint.key === key)),
    deleting: metadata.deletionTimestamp !== null,
    optOut: optOutOf(metadata.labels, metadata.annotations),
  };
};

/** Sorted by name, so that nothing depends on the order in which a caller lists them. */
export const readNodes: Read<readonly NodeState[]> = (value) => {
  const nodes = list(readNode)(value);
  refuseDuplicates(nodes, (node) => node.name, ['metadata', 'name']);
  return [...nodes].sort((one, other) => (one.name < other.name ? -1 : 1));
};

/** `aws:///us-east-1a/i-0123456789abcdef0` */
const zoneOfProviderId = (providerId: string | null): string | null => /^aws:\/\/\/([a-z0-9-]+)\/i-/.exec(providerId ?? '')?.[1] ?? null;

const named = (read: Reads<typeof resources>): NodeResources => ({
  cpu: read.cpu,
  memory: read.memory,
  ephemeralStorage: read['ephemeral-storage'],
  pods: read.pods,
});
