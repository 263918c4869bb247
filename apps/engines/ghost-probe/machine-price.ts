import type { OperatingSystem } from '@ml/contracts/pricing';
import { isPricedBy, type PriceList } from '@ml/engine-kernel/price-list';
import type { UsdPerHour } from '@ml/units/brand';
import type { Machine } from './state';

/** As `PlatformDetails` bills it. */
const systemOf = ({ windows, platform }: Machine): OperatingSystem => {
  if (windows) return 'Windows';
  if (platform?.includes('Red Hat') === true) return 'RHEL';
  return platform?.includes('SUSE') === true ? 'SUSE' : 'Linux';
};

/** Spot prices are known for Linux alone; those of dedicated hardware, local zones and other regions are not in the list. */
export const machinePrice = (prices: PriceList | undefined, machine: Machine): UsdPerHour | undefined => {
  if (prices === undefined || !isPricedBy(prices, machine.zone) || (machine.tenancy !== null && machine.tenancy !== 'default')) return undefined;
  const system = systemOf(machine);
  if (machine.capacityType !== 'spot') return prices.onDemand(machine.instanceType, system);
  return system === 'Linux' ? prices.spot(machine.instanceType, machine.zone) : undefined;
};
