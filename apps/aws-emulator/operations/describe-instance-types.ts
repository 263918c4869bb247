import type { CatalogueType } from '@ml/domain/prices/catalogue/built-in-catalogue';
import { pageOf } from '../wire/page-token';
import { passes } from '../wire/query-parameters';
import { Refusal } from '../wire/refusal';
import type { XmlFields } from '../wire/xml';
import type { Ec2Call, Ec2List } from './ec2-call';

/** Graphics card of a family and its memory in MiB. */
const GPUS: Readonly<Record<string, { readonly name: string; readonly memory: number }>> = {
  g4dn: { name: 'T4', memory: 16_384 },
  g5: { name: 'A10G', memory: 22_888 },
};

function gpuInfo(type: CatalogueType): XmlFields | undefined {
  const gpu = GPUS[type.instance_type.split('.')[0] ?? ''];
  if (type.gpus === 0 || gpu === undefined) return undefined;
  return {
    gpus: [{ name: gpu.name, manufacturer: 'NVIDIA', count: type.gpus, memoryInfo: { sizeInMiB: gpu.memory } }],
    totalGpuMemoryInMiB: gpu.memory * type.gpus,
  };
}

function storageInfo(gigabytes: number): XmlFields | undefined {
  if (gigabytes === 0) return undefined;
  return { totalSizeInGB: gigabytes, disks: [{ sizeInGB: gigabytes, count: 1, type: 'ssd' }], nvmeSupport: 'required', encryptionSupport: 'required' };
}

function itemOf(type: CatalogueType): XmlFields {
  const threads = type.architectures.includes('arm64') || type.vcpu === 1 ? 1 : 2;
  return {
    instanceType: type.instance_type,
    currentGeneration: type.current_generation,
    freeTierEligible: false,
    supportedUsageClasses: ['on-demand', 'spot'],
    supportedRootDeviceTypes: ['ebs'],
    supportedVirtualizationTypes: ['hvm'],
    bareMetal: type.bare_metal,
    hypervisor: type.bare_metal ? undefined : 'nitro',
    processorInfo: { supportedArchitectures: [...type.architectures] },
    vCpuInfo: { defaultVCpus: type.vcpu, defaultCores: type.vcpu / threads, defaultThreadsPerCore: threads },
    memoryInfo: { sizeInMiB: type.memory_mib },
    instanceStorageSupported: type.local_storage_gb > 0,
    instanceStorageInfo: storageInfo(type.local_storage_gb),
    networkInfo: {
      maximumNetworkInterfaces: type.network_interfaces,
      ipv4AddressesPerInterface: type.ipv4_per_interface,
      ipv6Supported: true,
      enaSupport: 'required',
    },
    gpuInfo: gpuInfo(type),
    hibernationSupported: false,
    burstablePerformanceSupported: type.burstable,
  };
}

function fieldsOf(type: CatalogueType): Readonly<Record<string, readonly string[]>> {
  return {
    'instance-type': [type.instance_type],
    'current-generation': [String(type.current_generation)],
    'bare-metal': [String(type.bare_metal)],
    'burstable-performance-supported': [String(type.burstable)],
    'processor-info.supported-architecture': type.architectures,
    'supported-usage-class': ['on-demand', 'spot'],
    'supported-virtualization-type': ['hvm'],
  };
}

function refuseUnknown(asked: readonly string[], offered: readonly CatalogueType[]): void {
  const known = new Set(offered.map((type) => type.instance_type));
  const unknown = asked.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Refusal('unknown_type', `The following supplied instance types do not exist: [${unknown.join(', ')}]`);
}

export function describeInstanceTypes({ market, region, parameters }: Ec2Call): Ec2List {
  const offered = market.typesIn(region);
  const asked = parameters.list('InstanceType');
  refuseUnknown(asked, offered);
  if (asked.length > 0 && parameters.text('MaxResults') !== undefined)
    throw new Refusal('combination', 'The parameter InstanceTypes cannot be used with the parameter MaxResults');
  const filters = parameters.filters();
  const wanted = offered.filter((type) => (asked.length === 0 || asked.includes(type.instance_type)) && passes(filters, fieldsOf(type)));
  const page = pageOf(wanted, {
    token: parameters.text('NextToken'),
    fingerprint: `${region}${parameters.fingerprint()}`,
    limit: parameters.maxResults({ least: 5, most: 100 }),
  });
  return { set: 'instanceTypeSet', items: page.items.map(itemOf), nextToken: page.nextToken };
}
