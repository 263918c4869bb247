import type { KubernetesNode } from './kubernetes-objects';
import { CREATED_AT, uidOf } from './made-up-ids';

/** vCPU, GiB and the pods that the ENIs of common types allow. */
const TYPES = [
  ['m5.4xlarge', 16, 64, 234],
  ['m5.8xlarge', 32, 128, 234],
  ['c5.9xlarge', 36, 72, 234],
  ['r5.4xlarge', 16, 128, 234],
  ['m6i.4xlarge', 16, 64, 234],
] as const;
const ZONES = 3;
/** One node in eight carries the taint of the batch pool. */
export const BATCH_EVERY = 8;
/** Millicores and MiB that EKS keeps from such sizes. */
const RESERVED_CPU = 120;
const RESERVED_MIB = 3_000;
const MIB_PER_GIB = 1_024;

/** A node while pods are put on it. */
export interface Place {
  readonly node: KubernetesNode;
  readonly name: string;
  readonly zone: string;
  readonly batch: boolean;
  readonly ip: string;
  /** Millicores, MiB and pods that are left. */
  cpu: number;
  mib: number;
  pods: number;
  /** Millicores that stay free while there is room elsewhere: clusters are not full evenly. */
  readonly slack: number;
}

interface NodeOptions {
  readonly index: number;
  readonly region: string;
  readonly random: () => number;
}

export const madeUpNode = ({ index, region, random }: NodeOptions): Place => {
  const [type, vcpu, gib, pods] = TYPES[Math.floor(random() * TYPES.length)] ?? TYPES[0];
  const zone = `${region}${String.fromCharCode(97 + (index % ZONES))}`;
  const batch = index % BATCH_EVERY === BATCH_EVERY - 1;
  const spot = random() < 0.4;
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  const name = `ip-${ip.replaceAll('.', '-')}.ec2.internal`;
  const cpu = vcpu * 1_000 - RESERVED_CPU;
  const mib = gib * MIB_PER_GIB - RESERVED_MIB;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': type,
    'topology.kubernetes.io/region': region,
    'topology.kubernetes.io/zone': zone,
    'karpenter.sh/capacity-type': spot ? 'spot' : 'on-demand',
    'karpenter.sh/nodepool': batch ? 'batch' : 'general',
  };
  const node: KubernetesNode = {
    metadata: { name, uid: uidOf(1, index), creationTimestamp: CREATED_AT, labels },
    spec: {
      providerID: `aws:///${zone}/i-${index.toString(16).padStart(17, '0')}`,
      ...(batch && { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] }),
    },
    status: {
      capacity: { cpu: String(vcpu), memory: `${gib}Gi`, pods: String(pods), 'ephemeral-storage': '100Gi' },
      allocatable: { cpu: `${cpu}m`, memory: `${mib}Mi`, pods: String(pods), 'ephemeral-storage': '90Gi' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
  return { node, name, zone, batch, ip, cpu, mib, pods, slack: Math.floor(cpu * (random() < 0.3 ? 0.8 : 0.2 + 0.4 * random())) };
};
