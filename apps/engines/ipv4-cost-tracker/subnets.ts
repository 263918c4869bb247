import type { Ipv4CostTrackerState } from './state';

/** A subnet lies in one zone: whatever stands in it says in which. */
export const zonesOfSubnets = (state: Ipv4CostTrackerState): ReadonlyMap<string, string> => {
  const seen: readonly { readonly subnetId: string | null; readonly zone: string | null }[] = [
    ...(state.network_interfaces ?? []),
    ...(state.instances ?? []),
    ...(state.load_balancers ?? []).flatMap(({ zones }) => zones),
  ];
  return new Map(seen.flatMap(({ subnetId, zone }) => (subnetId === null || zone === null ? [] : [[subnetId, zone] as const])));
};
