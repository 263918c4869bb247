import { MIB } from '@ml/units/size';
import { flagOf, instanceTypeOf, optionalWholeNumberOf, shown, wholeNumberOf } from './fields';
import { isObject } from './is-object';
import { parsed, RowFault, type Parsed } from './refusal';
import type { TypeRow } from './rows';

type JsonObject = Readonly<Record<string, unknown>>;

export const VCPU = { field: 'vCPU', min: 1, max: 8_192 } as const;
/** The largest machine sold has 32 TiB. */
export const MEMORY_MIB = { field: 'memory MiB', min: 1, max: 256 * 1024 * 1024 } as const;
export const GPUS = { field: 'GPUs', min: 0, max: 1_024 } as const;
export const STORAGE_GB = { field: 'local storage GB', min: 0, max: 10_000_000 } as const;
export const MAX_PODS = { field: 'pods', min: 1, max: 10_000 } as const;
const INTERFACES = { field: 'network interfaces', min: 1, max: 10_000 } as const;

const ARCHITECTURES = ['x86_64', 'arm64', 'i386'] as const;

/** Macs are rented as dedicated hosts: no node of a cluster, no spot, no on-demand price of shared hardware. */
export const architecturesOf = (values: readonly string[]): TypeRow['architectures'] => {
  const known = ARCHITECTURES.filter((architecture) => values.includes(architecture));
  if (known.length === 0) throw new RowFault('UNSUPPORTED_ARCHITECTURE', `${shown(values.join(', '))} names none of ${ARCHITECTURES.join(', ')}`);
  return known;
};

/** One entry of `DescribeInstanceTypes`. */
export const parseInstanceTypeEntry = (entry: unknown, line: number): Parsed<TypeRow> =>
  parsed(line, () => {
    const type = objectOf(entry, 'the entry');
    return {
      instance_type: instanceTypeOf(type['InstanceType']),
      vcpu: wholeNumberOf(objectOf(type['VCpuInfo'], 'VCpuInfo')['DefaultVCpus'], VCPU),
      memory_bytes: wholeNumberOf(objectOf(type['MemoryInfo'], 'MemoryInfo')['SizeInMiB'], MEMORY_MIB) * MIB,
      architectures: architecturesOf(textList(objectOf(type['ProcessorInfo'], 'ProcessorInfo')['SupportedArchitectures'])),
      gpus: gpusOf(type['GpuInfo']),
      local_storage_gb: storageOf(type['InstanceStorageInfo']),
      max_pods: podsOf(type['NetworkInfo']),
      current_generation: flagOf(type['CurrentGeneration'], 'CurrentGeneration'),
      bare_metal: flagOf(type['BareMetal'], 'BareMetal'),
      burstable: flagOf(type['BurstablePerformanceSupported'], 'BurstablePerformanceSupported'),
    };
  });

const objectOf = (value: unknown, field: string): JsonObject => {
  if (!isObject(value)) throw new RowFault('MISSING_VALUE', `${field} is missing`);
  return value;
};

const textList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const gpusOf = (info: unknown): number => {
  if (!isObject(info) || !Array.isArray(info['Gpus'])) return 0;
  return info['Gpus'].reduce((sum: number, gpu: unknown) => sum + (optionalWholeNumberOf(isObject(gpu) ? gpu['Count'] : 0, GPUS) ?? 0), 0);
};

const storageOf = (info: unknown): number => (isObject(info) ? (optionalWholeNumberOf(info['TotalSizeInGB'], STORAGE_GB) ?? 0) : 0);

/** The VPC CNI gives a pod each secondary address of each interface; two host-network pods need none. */
const podsOf = (info: unknown): number | null => {
  if (!isObject(info)) return null;
  const interfaces = optionalWholeNumberOf(info['MaximumNetworkInterfaces'], INTERFACES);
  const addresses = optionalWholeNumberOf(info['Ipv4AddressesPerInterface'], INTERFACES);
  return interfaces === null || addresses === null ? null : interfaces * (addresses - 1) + 2;
};
