import { describe, expect, it } from 'vitest';
import { isKnownRegion } from '../regions';
import { RATE_TABLE } from './rate-table';
import { ratesOf } from './rates-of';

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

describe('ratesOf', () => {
  it('knows Virginia', () => {
    expect(ratesOf('us-east-1')).toMatchObject({
      cross_az_gb: 0.01,
      internet_egress_gb: 0.09,
      public_ipv4_hour: 0.005,
      nat_gateway_hour: 0.045,
      nat_gateway_gb: 0.045,
      load_balancer_hour: { application: 0.0225, network: 0.0225, gateway: 0.0125, classic: 0.025 },
      ecr_storage_gb_month: 0.1,
      snapshot_gb_month: 0.05,
    });
  });

  it('tells what comes with a gp3 volume and how io2 gets cheaper', () => {
    const { volumes } = ratesOf('us-east-1');
    expect(volumes.gp3).toEqual({ gb_month: 0.08, iops_month: [{ from: 0, usd: 0.005 }], iops_included: 3000, throughput_month: 0.04, throughput_included: 125 });
    expect(volumes.io2?.iops_month).toEqual([
      { from: 0, usd: 0.065 },
      { from: 32_000, usd: 0.046 },
      { from: 64_000, usd: 0.032 },
    ]);
    expect(volumes.gp2).toMatchObject({ gb_month: 0.1, iops_month: null, throughput_month: null });
  });

  it('says nothing of what is not well known outside the regions of reference', () => {
    const rates = ratesOf('sa-east-1');
    expect([rates.load_balancer_hour.gateway, rates.load_balancer_hour.classic, rates.volumes.io1, rates.volumes.io2, rates.volumes.st1, rates.volumes.standard]).toEqual([null, null, null, null, null, null]);
    expect(rates.volumes.gp3?.gb_month).toBe(0.152);
  });

  it('says of a region nobody has looked up only what is the same everywhere', () => {
    const rates = ratesOf('ap-southeast-7');
    expect(rates).toMatchObject({ public_ipv4_hour: 0.005, cross_az_gb: 0.01, internet_egress_gb: null, nat_gateway_hour: null, ecr_storage_gb_month: null });
    expect([...new Set(Object.values(rates.volumes))]).toEqual([null]);
  });

  it.each(['cn-north-1', 'cn-northwest-1', 'eusc-de-east-1'])('says nothing of %s, which is not billed in USD', (region) => {
    expect(numbersIn(ratesOf(region))).toEqual([]);
  });

  it.each(['us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'])('carries no commercial price into %s', (region) => {
    expect(numbersIn(ratesOf(region))).toEqual([0.005]);
  });

  it.each(['constructor', '__proto__', ''])('is not misled by the name %j', (region) => {
    expect(ratesOf(region).nat_gateway_hour).toBeNull();
  });

  it.each(Object.keys(RATE_TABLE))('holds only positive prices for %s, with magnetic disks cheaper than solid state', (region) => {
    const { volumes, ...rest } = ratesOf(region);
    expect(isKnownRegion(region)).toBe(true);
    expect(numbersIn(RATE_TABLE[region]).every((price) => price > 0 && price < 1)).toBe(true);
    const disks = [volumes.sc1, volumes.st1, volumes.gp3].flatMap((volume) => volume?.gb_month ?? []);
    expect(disks).toEqual([...new Set(disks)].sort((one, other) => one - other));
    expect(volumes.gp3?.gb_month).toBeCloseTo((volumes.gp2?.gb_month ?? 0) * 0.8, 3);
    expect(rest.nat_gateway_hour).toBe(rest.nat_gateway_gb);
  });
});
