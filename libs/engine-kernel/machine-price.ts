import type { OperatingSystem } from '@ml/contracts/pricing';
import type { UsdPerHour } from '@ml/units/brand';
import { isPricedBy, type PriceList, type Priced } from './price-list';

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

/** Spot prices are known for Linux alone; those of dedicated hardware, of local zones and of other regions are not in the list. */
export const machinePrice = (prices: PriceList | undefined, machine: PricedMachine): UsdPerHour | undefined => {
  if (prices === undefined || !isPricedBy(prices, machine.zone) || (machine.tenancy !== null && machine.tenancy !== 'default')) return undefined;
  const system = systemOf(machine);
  if (machine.capacityType !== 'spot') return prices.onDemand(machine.instanceType, system);
  return system === 'Linux' ? prices.spot(machine.instanceType, machine.zone) : undefined;
};
