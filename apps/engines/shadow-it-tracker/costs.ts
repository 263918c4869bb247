import { machinePrice } from '@ml/engine-kernel/machine-price';
import { volumeMonthlyCost } from '@ml/engine-kernel/volume-cost';
import { usdPerHour, type UsdPerMonth } from '@ml/units/brand';
import { perMonth, roundToCents } from '@ml/units/money';
import type { Balancer, Disk, Machine, Resource } from './resource';
import type { Situation } from './situation';

/** USD a month, as it stands in the answer. */
export interface Cost {
  /** null when nobody knows; what is not known of the disks of a running machine is left out. */
  readonly monthly: number | null;
  /** Of the disks of a machine; null when some are not known, or it is no machine. */
  readonly storage: number | null;
}

/** Without its disks, which are objects of their own; undefined when nobody knows. Databases are in no price list. */
export const ownCost = (resource: Resource, { prices }: Situation): UsdPerMonth | undefined => {
  if (prices === undefined || (resource.region ?? prices.region) !== prices.region) return undefined;
  switch (resource.kind) {
    case 'instance':
      return machineCost(resource, prices);
    case 'volume':
      return volumeMonthlyCost(prices.rates, { ...resource, volumeType: resource.type });
    case 'load_balancer':
      return balancerCost(resource, prices);
    case 'db_instance':
      return undefined;
  }
};

const STOPPED: readonly (string | null)[] = ['stopped', 'stopping'];

type Prices = NonNullable<Situation['prices']>;

const machineCost = (machine: Machine, prices: Prices): UsdPerMonth | undefined => {
  if (STOPPED.includes(machine.status)) return perMonth(usdPerHour(0));
  const hourly = machinePrice(prices, { ...machine, instanceType: machine.type });
  return hourly === undefined ? undefined : perMonth(hourly);
};

/** What it costs to stand there; what it costs by traffic is not known. */
const balancerCost = ({ type }: Balancer, { rates }: Prices): UsdPerMonth | undefined => {
  const hours = rates?.load_balancer_hour;
  const hourly = hours !== undefined && Object.hasOwn(hours, type ?? '') ? hours[type as keyof typeof hours] : null;
  return hourly === null ? undefined : perMonth(usdPerHour(hourly));
};

/** `disks` are those that are counted with the machine. */
export const costOf = (resource: Resource, disks: readonly Disk[], situation: Situation): Cost => {
  const own = ownCost(resource, situation);
  if (resource.kind !== 'instance') return { monthly: own === undefined ? null : roundToCents(own), storage: null };
  const storage = storageOf(resource, disks, situation);
  const known = disks.reduce((sum, disk) => sum + (ownCost(disk, situation) ?? 0), 0);
  const monthly = own === undefined || (own === 0 && storage === null) ? null : roundToCents(own + known);
  return { monthly, storage };
};

/** Unknown as soon as one disk is: not listed, or without a price. */
const storageOf = ({ volumeIds }: Machine, disks: readonly Disk[], situation: Situation): number | null => {
  const costs = disks.map((disk) => ownCost(disk, situation));
  const complete = volumeIds.length + disks.length > 0 && volumeIds.every((id) => situation.disks.has(id)) && !costs.includes(undefined);
  return complete ? roundToCents(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)) : null;
};
