import { describe, expect, it } from 'vitest';
import { BUILT_IN_CATALOGUE } from './built-in-catalogue';

const find = (name: string) => BUILT_IN_CATALOGUE.types.find((type) => type.instance_type === name);

describe('the built-in catalogue', () => {
  it('knows m5.large as the published specification does', () => {
    expect(find('m5.large')).toMatchObject({
      vcpu: 2,
      memory_mib: 8192,
      architectures: ['x86_64'],
      gpus: 0,
      local_storage_gb: 0,
      max_pods: 29,
      bare_metal: false,
      burstable: false,
    });
  });

  it('prices one type differently by region', () => {
    expect(find('m5.large')?.on_demand['us-east-1']).toBe(0.096);
    expect(find('t3.nano')?.on_demand['ap-northeast-1']).toBe(0.0068);
  });

  it('leaves a region out where no price is known, instead of a zero', () => {
    expect(Object.keys(find('g5.xlarge')?.on_demand ?? {})).not.toContain('ap-southeast-1');
  });

  it('dates its specifications and the prices of every region', () => {
    expect(BUILT_IN_CATALOGUE.as_of).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const region of BUILT_IN_CATALOGUE.regions) expect(BUILT_IN_CATALOGUE.on_demand_as_of[region]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(BUILT_IN_CATALOGUE.source_note).toContain('Apache-2.0');
    expect(BUILT_IN_CATALOGUE.source_note).toContain('MIT');
  });

  it('holds each type once, with a positive figure for everything that a node needs', () => {
    const names = BUILT_IN_CATALOGUE.types.map((type) => type.instance_type);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(160);
    for (const type of BUILT_IN_CATALOGUE.types) {
      expect(Math.min(type.vcpu, type.memory_mib, type.max_pods, type.architectures.length), type.instance_type).toBeGreaterThan(0);
      expect(Math.min(...Object.values(type.on_demand)), type.instance_type).toBeGreaterThan(0);
      expect(type.on_demand['us-east-1'], type.instance_type).toBeDefined();
    }
  });

  it('has ARM, GPU, local disk, burstable and bare-metal types to choose from', () => {
    const some = (is: (type: (typeof BUILT_IN_CATALOGUE.types)[number]) => boolean): boolean => BUILT_IN_CATALOGUE.types.some(is);
    expect(some((type) => type.architectures.includes('arm64'))).toBe(true);
    expect(some((type) => type.gpus > 0)).toBe(true);
    expect(some((type) => type.local_storage_gb > 0)).toBe(true);
    expect(some((type) => type.burstable)).toBe(true);
    expect(some((type) => type.bare_metal)).toBe(true);
  });
});
