import type { TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import type { Constraints, WorkloadType } from '../ask';
import type { NodeSize } from './node-size';
import { roomOn } from './room';

/** What a node must be exchanged for. */
export interface NodeNeed {
  readonly current: TypeFacts;
  readonly size: NodeSize;
  readonly architecture: string;
  readonly spot: boolean;
  readonly zone: string | null;
  /** null: the pods were not sent. */
  readonly pods: { readonly count: number; readonly millicores: number; readonly bytes: number } | null;
  readonly constraints: Constraints;
  readonly workloadType: WorkloadType | null;
}

export interface FitRule {
  readonly code: string;
  readonly text: string;
  readonly refuses: (type: TypeFacts) => boolean;
}

/** In the order in which they are tried; where no type is left, the rule that refused the last ones is the reason. */
export const fitRules = (need: NodeNeed): readonly FitRule[] => [...sizeRules(need), ...keepRules(need), ...podRules(need), ...askedRules(need)];

const sizeRules = ({ current, size }: NodeNeed): readonly FitRule[] => [
  { code: 'NO_TYPE_FITS', text: `none has ${size.vcpu} vCPU and ${size.memoryGib} GiB`, refuses: (type) => type.vcpu < size.vcpu || type.memory_bytes < size.memoryGib * GIB },
  {
    code: 'NO_SMALLER_TYPE',
    text: `none that has ${size.vcpu} vCPU and ${size.memoryGib} GiB is smaller than ${current.instance_type}`,
    refuses: (type) => size.direction === 'downsize' && !isSmaller(type, current),
  },
];

const isSmaller = (type: TypeFacts, current: TypeFacts): boolean =>
  type.vcpu <= current.vcpu && type.memory_bytes <= current.memory_bytes && (type.vcpu < current.vcpu || type.memory_bytes < current.memory_bytes);

/** What a node has besides cores and memory, and must not lose. */
const keepRules = ({ current, architecture, spot, zone, workloadType }: NodeNeed): readonly FitRule[] => [
  { code: 'ARCHITECTURE_MISMATCH', text: `none of them is ${architecture}`, refuses: (type) => !type.architectures.some((own) => own === architecture) },
  { code: 'GPU_LOST', text: `none of them has ${current.gpus} GPUs`, refuses: (type) => type.gpus < current.gpus },
  { code: 'ACCELERATOR_CHANGED', text: `none of them has the accelerators of ${current.instance_type}: what runs there may need just these`, refuses: (type) => isAccelerated(current) && familyOf(type) !== familyOf(current) },
  { code: 'LOCAL_DISK_LOST', text: `none of them has ${current.local_storage_gb} GB of local disk, and nobody knows how much of it is in use`, refuses: (type) => type.local_storage_gb < current.local_storage_gb },
  { code: 'NOT_CURRENT_GENERATION', text: 'those left are of a previous generation', refuses: (type) => !type.current_generation && current.current_generation },
  { code: 'BARE_METAL', text: 'those left are bare metal', refuses: (type) => type.bare_metal && !current.bare_metal },
  { code: 'BURSTABLE', text: 'those left earn their speed by credits, which a P95 does not show', refuses: (type) => type.burstable && !current.burstable && workloadType !== 'web' },
  { code: 'NOT_OFFERED_IN_ZONE', text: `those left are not offered in ${zone ?? 'its zone'}`, refuses: (type) => zone !== null && type.availability_zones !== null && !type.availability_zones.includes(zone) },
  { code: 'MORE_INTERRUPTED', text: `those left are interrupted more often than ${current.instance_type}, or nobody knows`, refuses: (type) => spot && interruption(type) > interruption(current) },
];

/** GPUs of another family are other GPUs; the catalogue does not count the chips of inf, trn, dl, vt and f at all. */
const isAccelerated = ({ gpus, instance_type: name }: TypeFacts): boolean => gpus > 0 || /^(?:inf|trn|dl|vt|f)\d/.test(name);

const familyOf = ({ instance_type: name }: TypeFacts): string => name.split('.', 1)[0] ?? name;

/** Unknown counts as worse than the worst. */
const interruption = ({ advisor }: TypeFacts): number => advisor.Linux?.class ?? 5;

const podRules = ({ pods }: NodeNeed): readonly FitRule[] =>
  pods === null
    ? []
    : [
        { code: 'POD_LIMIT', text: `none of them takes ${pods.count} pods, as far as anybody knows`, refuses: (type) => type.max_pods === null || type.max_pods < pods.count },
        {
          code: 'REQUESTS_TOO_LARGE',
          text: `the pods of the node ask for ${pods.millicores}m of CPU and ${Math.ceil(pods.bytes / GIB)} GiB, which none of them has room for, whatever they use: lower their requests first`,
          refuses: (type) => lacksRoom(type, pods),
        },
      ];

const lacksRoom = (type: TypeFacts, pods: NonNullable<NodeNeed['pods']>): boolean => {
  const room = roomOn(type);
  return room.millicores < pods.millicores || room.bytes < pods.bytes;
};

const askedRules = ({ constraints }: NodeNeed): readonly FitRule[] => {
  const { min_cpu_cores: cores, max_memory_gb: memory, allowed_instance_types: allowed } = constraints;
  const blocked = new Set([...constraints.blocked_instance_types, ...constraints.excluded]);
  const allowedSet = new Set(allowed);
  return [
    { code: 'MIN_CPU_CORES', text: `those left have fewer than ${cores ?? 0} cores, the least allowed`, refuses: (type) => type.vcpu < (cores ?? 0) },
    { code: 'MAX_MEMORY_GB', text: `those left have more than ${memory ?? 0} GB of memory, the most allowed`, refuses: (type) => memory !== null && type.memory_bytes > memory * GIB },
    { code: 'TYPE_NOT_ALLOWED', text: 'those left are not among the allowed types', refuses: ({ instance_type: name }) => allowed.length > 0 && !allowedSet.has(name) },
    { code: 'TYPE_BLOCKED', text: 'those left are blocked by the request', refuses: ({ instance_type: name }) => blocked.has(name) },
  ];
};
