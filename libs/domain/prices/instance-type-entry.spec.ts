import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstanceTypeEntry } from './instance-type-entry';

const ENTRY = {
  InstanceType: 'g4dn.xlarge',
  CurrentGeneration: true,
  BareMetal: false,
  BurstablePerformanceSupported: false,
  VCpuInfo: { DefaultVCpus: 4 },
  MemoryInfo: { SizeInMiB: 16384 },
  ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
  GpuInfo: { Gpus: [{ Count: 1 }] },
  InstanceStorageInfo: { TotalSizeInGB: 125 },
  NetworkInfo: { MaximumNetworkInterfaces: 3, Ipv4AddressesPerInterface: 10 },
};

describe('parseInstanceTypeEntry', () => {
  it('takes an entry of the API; pods by the ENI limit', () => {
    expect(parseInstanceTypeEntry(ENTRY, 1)).toMatchObject({ row: { vcpu: 4, memory_bytes: 17_179_869_184, gpus: 1, local_storage_gb: 125, max_pods: 29, architectures: ['x86_64'] } });
  });

  it('says null for the pod limit when the network limits are unknown', () => {
    expect(parseInstanceTypeEntry({ ...ENTRY, NetworkInfo: undefined }, 1)).toMatchObject({ row: { max_pods: null } });
  });

  it.each([
    [{ ...ENTRY, VCpuInfo: undefined }, 'MISSING_VALUE'],
    [{ ...ENTRY, MemoryInfo: { SizeInMiB: -1 } }, 'BAD_NUMBER'],
    [{ ...ENTRY, VCpuInfo: { DefaultVCpus: Number.NaN } }, 'BAD_NUMBER'],
    [{ ...ENTRY, ProcessorInfo: { SupportedArchitectures: ['arm64_mac'] } }, 'UNSUPPORTED_ARCHITECTURE'],
    [null, 'MISSING_VALUE'],
  ])('refuses %j as %s', (entry, code) => {
    expect(parseInstanceTypeEntry(entry, 5)).toMatchObject({ refusal: { line: 5, code } });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (entry) => 'refusal' in parseInstanceTypeEntry(entry, 1)));
  });
});
