import { machinePrice } from '@ml/engine-kernel/machine-price';
import { isPricedBy, type PriceList } from '@ml/engine-kernel/price-list';
import type { LabelledNodeState } from '@ml/state/kubernetes/node';
import type { UsdPerHour } from '@ml/units/brand';

export const isWindows = ({ labels }: Pick<LabelledNodeState, 'labels'>): boolean => labels['kubernetes.io/os'] === 'windows';

/** What a node costs; undefined when nobody knows: in another region, and on spot with Windows. */
export const nodePrice = (prices: PriceList | undefined, node: LabelledNodeState): UsdPerHour | undefined => {
  const { instanceType, zone, region, capacityType } = node;
  if (prices === undefined || !isPricedBy(prices, zone) || (region !== null && region !== prices.region)) return undefined;
  return machinePrice(prices, { instanceType, zone, capacityType, windows: isWindows(node), platform: null, tenancy: null });
};
