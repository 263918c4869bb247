import type { ServiceRates, VolumeRate, VolumeType } from '@ml/contracts/pricing';
import { usdPerMonth, type UsdPerMonth } from '@ml/units/brand';

export interface PricedVolume {
  readonly volumeType: string | null;
  readonly sizeGib: number | null;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
}

/** What a volume costs a month: size, and what it is provisioned with beyond the included amounts; undefined when a price or the size is not known. */
export const volumeMonthlyCost = (rates: ServiceRates | null, volume: PricedVolume): UsdPerMonth | undefined => {
  const rate = rateOf(rates, volume.volumeType);
  if (rate === undefined || volume.sizeGib === null) return undefined;
  const size = volume.sizeGib * rate.gb_month;
  return usdPerMonth(size + iopsCost(rate, volume.iops ?? 0) + throughputCost(rate, volume.throughputMibps ?? 0));
};

const rateOf = (rates: ServiceRates | null, type: string | null): VolumeRate | undefined =>
  rates !== null && type !== null && Object.hasOwn(rates.volumes, type) ? (rates.volumes[type as VolumeType] ?? undefined) : undefined;

/** Each tier holds up to where the next begins. */
const iopsCost = ({ iops_month: tiers, iops_included: included }: VolumeRate, iops: number): number =>
  (tiers ?? []).reduce((sum, { from, usd }, index) => {
    const lower = Math.max(from, included);
    const upper = Math.min(iops, tiers?.[index + 1]?.from ?? iops);
    return sum + Math.max(0, upper - lower) * usd;
  }, 0);

const throughputCost = ({ throughput_month: usd, throughput_included: included }: VolumeRate, throughput: number): number => Math.max(0, throughput - included) * (usd ?? 0);
