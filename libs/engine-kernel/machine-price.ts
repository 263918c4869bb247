import type { OperatingSystem } from '@ml/contracts/pricing';
import type { UsdPerHour } from '@ml/units/brand';
import type { PriceList, Priced } from './price-list';

/** A running machine as `DescribeInstances` tells of it. */
export interface PricedMachine extends Priced {
  readonly windows: boolean;
  /** `PlatformDetails`. */
  readonly platform: string | null;
  /** default, dedicated, host. */
  readonly tenancy: string | null;
}

/** As `PlatformDetails` bills it. */
const systemOf = ({ windows, platform }: PricedMachine): OperatingSystem => {
  if (windows) return 'Windows';
  if (platform?.includes('Red Hat') === true) return 'RHEL';
  return platform?.includes('SUSE') === true ? 'SUSE' : 'Linux';
};

/** Spot prices are known for Linux alone, and prices of dedicated hardware not at all. */
export const machinePrice = (prices: PriceList | undefined, machine: PricedMachine): UsdPerHour | undefined => {
  if (machine.tenancy !== null && machine.tenancy !== 'default') return undefined;
  const system = systemOf(machine);
  if (machine.capacityType !== 'spot') return prices?.onDemand(machine.instanceType, system);
  return system === 'Linux' ? prices?.spot(machine.instanceType, machine.zone) : undefined;
};
