import fc from 'fast-check';

export type Native = Readonly<Record<string, unknown>>;

/** Mostly the first; the others are what goes wrong in real clusters. */
export const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, one: { readonly in: number }): fc.Arbitrary<T> =>
  fc.oneof({ weight: one.in - 1, arbitrary: usual }, { weight: 1, arbitrary: odd });

export const rarely = (one: { readonly in: number }): fc.Arbitrary<boolean> => mostly(fc.constant(false), fc.constant(true), one);

/** Types of the price list of the specs, and their vCPU; the last is known to nobody. */
const TYPES = ['m5.large', 'm5.xlarge', 'm5.2xlarge', 'm5.4xlarge', 'z9.unknown'] as const;
const VCPU = { 'm5.large': 2, 'm5.xlarge': 4, 'm5.2xlarge': 8, 'm5.4xlarge': 16, 'z9.unknown': 4 } as const;
const ZONES = ['a', 'b', 'c', 'd'] as const;

const taint = fc.record({
  key: fc.constantFrom('dedicated', 'gpu', 'node.kubernetes.io/not-ready'),
  value: fc.constantFrom('batch', 'web', ''),
  effect: fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule'),
});

const drawn = fc.record({
  type: mostly(fc.constantFrom('m5.xlarge' as const, 'm5.2xlarge' as const, 'm5.4xlarge' as const), fc.constantFrom(...TYPES), { in: 6 }),
  zone: mostly(fc.constantFrom<(typeof ZONES)[number] | null>('a', 'a', 'a', 'b', 'c'), fc.constantFrom(...ZONES, null), { in: 8 }),
  spot: fc.boolean(),
  rack: fc.constantFrom('r1', 'r2', undefined),
  disk: fc.constantFrom('ssd', 'hdd', '7', undefined),
  taints: mostly<readonly Native[]>(fc.constant([]), fc.array(taint, { maxLength: 2 }), { in: 5 }),
  pods: mostly(fc.constant('58'), fc.constantFrom('0', '2', '3', undefined), { in: 8 }),
  cpu: mostly(fc.constant(undefined), fc.constantFrom('0', '1500m', null), { in: 30 }),
  storage: mostly(fc.constant('50Gi'), fc.constantFrom('1Gi', undefined), { in: 6 }),
  gpus: mostly(fc.constant(undefined), fc.constantFrom('1', '4'), { in: 6 }),
  disks: mostly(fc.constant(undefined), fc.constantFrom('0', '1', '2'), { in: 8 }),
  cordoned: rarely({ in: 25 }),
  notReady: rarely({ in: 30 }),
  deleting: rarely({ in: 30 }),
  control: rarely({ in: 30 }),
  optOut: rarely({ in: 30 }),
  bare: rarely({ in: 10 }),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

export const nodeName = (index: number): string => `node-${index}`;

const labelsOf = (node: Drawn, name: string): Native => ({
  'node.kubernetes.io/instance-type': node.type,
  'karpenter.sh/capacity-type': node.spot ? 'spot' : 'on-demand',
  'karpenter.sh/nodepool': 'default',
  ...(!node.bare && { 'kubernetes.io/hostname': name, 'kubernetes.io/arch': 'amd64' }),
  ...(node.zone !== null && { 'topology.kubernetes.io/zone': `us-east-1${node.zone}` }),
  ...(node.rack !== undefined && { rack: node.rack }),
  ...(node.disk !== undefined && { disk: node.disk }),
  ...(node.control && { 'node-role.kubernetes.io/control-plane': '' }),
});

const allocatableOf = (node: Drawn): Native => ({
  ...(node.cpu !== null && { cpu: node.cpu ?? String(VCPU[node.type]) }),
  memory: `${VCPU[node.type] * 4}Gi`,
  ...(node.pods !== undefined && { pods: node.pods }),
  ...(node.storage !== undefined && { 'ephemeral-storage': node.storage }),
  ...(node.gpus !== undefined && { 'nvidia.com/gpu': node.gpus }),
  ...(node.disks !== undefined && { 'attachable-volumes-aws-ebs': node.disks }),
});

const nodeObject = (node: Drawn, index: number): Native => ({
  metadata: {
    name: nodeName(index),
    labels: labelsOf(node, nodeName(index)),
    annotations: node.optOut ? { 'karpenter.sh/do-not-disrupt': 'true' } : {},
    ...(node.deleting && { deletionTimestamp: '2026-11-20T09:59:00Z' }),
  },
  spec: { providerID: `aws:///us-east-1${node.zone ?? 'a'}/i-${index}`, unschedulable: node.cordoned, taints: node.taints },
  status: { allocatable: allocatableOf(node), conditions: [{ type: 'Ready', status: node.notReady ? 'Unknown' : 'True' }] },
});

export const randomNodes: fc.Arbitrary<readonly Native[]> = fc.array(drawn, { minLength: 1, maxLength: 11 }).map((nodes) => nodes.map(nodeObject));
