import type { TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import type { Ask, Constraints } from './ask';
import { familyOf } from '@ml/engine-kernel/spot-score/structural';

/** What one node must offer. */
export interface Need {
  readonly vcpu: number;
  readonly memoryBytes: number;
  readonly architecture: string;
  readonly gpus: number;
  readonly localStorageGb: number;
  /** null: nobody asked. */
  readonly pods: number | null;
}

export interface FitRule {
  readonly code: string;
  readonly text: string;
  readonly refuses: (type: TypeFacts) => boolean;
}

/** In the order in which they are tried: the first that refuses a type names the reason. */
export const fitRules = (need: Need, ask: Ask, constraints: Constraints): readonly FitRule[] => [
  ...filterRules(ask, constraints),
  { code: 'ARCHITECTURE_MISMATCH', text: `is not ${need.architecture}`, refuses: (type) => !type.architectures.some((own) => own === need.architecture) },
  { code: 'VCPU_TOO_SMALL', text: `has fewer than ${need.vcpu} vCPU`, refuses: (type) => type.vcpu < need.vcpu },
  { code: 'MEMORY_TOO_SMALL', text: `has less than ${need.memoryBytes / GIB} GiB of memory`, refuses: (type) => type.memory_bytes < need.memoryBytes },
  { code: 'GPU_TOO_FEW', text: `has fewer than ${need.gpus} GPUs`, refuses: (type) => type.gpus < need.gpus },
  {
    code: 'LOCAL_STORAGE_TOO_SMALL',
    text: `has less than ${need.localStorageGb} GB of local disk`,
    refuses: (type) => type.local_storage_gb < need.localStorageGb,
  },
  { code: 'POD_LIMIT_UNKNOWN', text: 'has unknown network limits, so nobody knows how many pods it takes', refuses: (type) => need.pods !== null && type.max_pods === null },
  { code: 'POD_LIMIT_TOO_LOW', text: `takes fewer than ${need.pods} pods`, refuses: (type) => need.pods !== null && (type.max_pods ?? 0) < need.pods },
];

/** What the caller rules in or out by name or by size, whatever would fit. */
const filterRules = (ask: Ask, constraints: Constraints): readonly FitRule[] => {
  const families = new Set(ask.instance_families);
  const types = new Set(ask.instance_types);
  const allowed = new Set(constraints.allowed_instance_types);
  const excluded = new Set([...ask.exclude_instance_types, ...constraints.blocked_instance_types, ...constraints.excluded]);
  const minVcpu = constraints.min_cpu_cores ?? 0;
  const maxMemory = constraints.max_memory_gb ?? Number.POSITIVE_INFINITY;
  return [
    { code: 'TYPE_EXCLUDED', text: 'is excluded by the request', refuses: (type) => excluded.has(type.instance_type) },
    { code: 'TYPE_NOT_ALLOWED', text: 'is not among the allowed types', refuses: (type) => allowed.size > 0 && !allowed.has(type.instance_type) },
    { code: 'TYPE_NOT_ASKED', text: 'is not among the types asked for', refuses: (type) => types.size > 0 && !types.has(type.instance_type) },
    { code: 'FAMILY_NOT_ASKED', text: 'is of no family asked for', refuses: (type) => families.size > 0 && !families.has(familyOf(type.instance_type)) },
    { code: 'VCPU_BELOW_MINIMUM', text: `has fewer than ${minVcpu} vCPU, the least allowed`, refuses: (type) => type.vcpu < minVcpu },
    { code: 'MEMORY_ABOVE_MAXIMUM', text: `has more than ${maxMemory} GB of memory, the most allowed`, refuses: (type) => type.memory_bytes > maxMemory * GIB },
  ];
};
