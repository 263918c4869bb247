import { describe, expect, it } from 'vitest';
import type { ServiceRates } from '@ml/contracts/pricing';
import { volumeMonthlyCost } from './volume-cost';

const NONE = { iops_month: null, iops_included: 0, throughput_month: null, throughput_included: 0 };
const rates = {
  volumes: {
    gp2: { ...NONE, gb_month: 0.1 },
    gp3: { gb_month: 0.08, iops_month: [{ from: 0, usd: 0.005 }], iops_included: 3_000, throughput_month: 0.04, throughput_included: 125 },
    io1: null,
    io2: { ...NONE, gb_month: 0.125, iops_month: [{ from: 0, usd: 0.065 }, { from: 32_000, usd: 0.0455 }, { from: 64_000, usd: 0.03185 }] },
    st1: { ...NONE, gb_month: 0.045 },
    sc1: { ...NONE, gb_month: 0.015 },
    standard: { ...NONE, gb_month: 0.05 },
  },
} as unknown as ServiceRates;
const volume = { volumeType: 'gp3', sizeGib: 100, iops: 3_000, throughputMibps: 125 };

describe('volumeMonthlyCost', () => {
  it('counts of gp3 the size and what exceeds 3,000 IOPS and 125 MiB/s', () => {
    expect(volumeMonthlyCost(rates, volume)).toBeCloseTo(8, 10);
    expect(volumeMonthlyCost(rates, { ...volume, iops: 4_000, throughputMibps: 225 })).toBeCloseTo(8 + 5 + 4, 10);
  });

  it('counts the IOPS of io2 in tiers', () => {
    // 100 GB 12.5; 32,000 at 0.065, 32,000 at 0.0455 and 1,000 at 0.03185.
    expect(volumeMonthlyCost(rates, { ...volume, volumeType: 'io2', iops: 65_000 })).toBeCloseTo(12.5 + 2_080 + 1_456 + 31.85, 8);
  });

  it('counts only the size of what has neither', () => {
    expect(volumeMonthlyCost(rates, { volumeType: 'gp2', sizeGib: 50, iops: 150, throughputMibps: null })).toBeCloseTo(5, 10);
  });

  it('is unknown without a price, a size or a type', () => {
    expect(volumeMonthlyCost(null, volume)).toBeUndefined();
    expect(volumeMonthlyCost(rates, { ...volume, volumeType: 'io1' })).toBeUndefined();
    expect(volumeMonthlyCost(rates, { ...volume, volumeType: 'constructor' })).toBeUndefined();
    expect(volumeMonthlyCost(rates, { ...volume, sizeGib: null })).toBeUndefined();
  });
});
