import { compareText } from '@ml/units/compare-text';
import type { OnDemandOption } from './candidates';
import { poolName, type FleetNode } from './layers';

export const byPrice = (one: OnDemandOption, other: OnDemandOption): number =>
  one.price - other.price || compareText(one.instanceType, other.instanceType) || compareText(one.zone, other.zone);

/** Per zone the cheapest type that fits, cheapest zone first; of types that cost the same, one that runs there already, so that such a node can stay. */
export const cheapestPerZone = (options: readonly OnDemandOption[], running: readonly FleetNode[]): readonly OnDemandOption[] => {
  const standing = new Set(running.filter((node) => node.capacityType === 'on-demand').map(poolName));
  const rank = (option: OnDemandOption): number => (standing.has(`${option.instanceType}/${option.zone}`) ? 0 : 1);
  const order = (one: OnDemandOption, other: OnDemandOption): number => one.price - other.price || rank(one) - rank(other) || byPrice(one, other);
  const best = new Map<string, OnDemandOption>();
  for (const option of options) {
    const known = best.get(option.zone);
    if (known === undefined || order(option, known) < 0) best.set(option.zone, option);
  }
  return [...best.values()].sort(order);
};

export interface FallbackType {
  readonly instance_type: string;
  readonly capacity_type: 'on-demand';
  readonly on_demand_price: number;
  readonly availability_zones: readonly string[];
}

/** The cheapest types that fit, to be bought on demand when spot fails. */
export const fallbackTypes = (options: readonly OnDemandOption[], howMany: number): readonly FallbackType[] => {
  const zones = new Map<string, string[]>();
  for (const option of options) zones.set(option.instanceType, [...(zones.get(option.instanceType) ?? []), option.zone]);
  const types = [...new Map(options.map((option) => [option.instanceType, option])).values()].sort(byPrice).slice(0, howMany);
  return types.map(({ instanceType, price }) => ({
    instance_type: instanceType,
    capacity_type: 'on-demand',
    on_demand_price: price,
    availability_zones: [...(zones.get(instanceType) ?? [])].sort(),
  }));
};
