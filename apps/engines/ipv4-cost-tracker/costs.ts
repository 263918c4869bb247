import type { ServiceRates } from '@ml/contracts/pricing';
import { usdPerHour } from '@ml/units/brand';
import { perMonth, roundToCents } from '@ml/units/money';
import { compareText } from '@ml/units/compare-text';
import type { PublicAddress } from './public-address';

/** USD an hour, used or idle; nothing for addresses of an own pool, and nothing where no price is known. */
export const chargedHour = ({ ownPool }: PublicAddress, rates: ServiceRates | null): number => (ownPool ? 0 : (rates?.public_ipv4_hour ?? 0));

/** As it stands in the answer; null where no price is known. */
export const monthlyCost = (addresses: readonly PublicAddress[], rates: ServiceRates | null): number | null =>
  (rates?.public_ipv4_hour ?? null) === null ? null : roundToCents(perMonth(usdPerHour(addresses.reduce((sum, address) => sum + chargedHour(address, rates), 0))));

export interface Totals {
  readonly total_addresses: number;
  readonly total_monthly_cost: number | null;
  readonly by_kind: Readonly<Record<string, { readonly addresses: number; readonly not_charged: number; readonly monthly_cost: number | null }>>;
}

export const totalsOf = (inventory: readonly PublicAddress[], rates: ServiceRates | null): Totals => {
  const kinds = [...Map.groupBy(inventory, ({ ownerKind }) => ownerKind)].sort(([one], [other]) => compareText(one, other));
  return {
    total_addresses: inventory.length,
    total_monthly_cost: monthlyCost(inventory, rates),
    by_kind: Object.fromEntries(
      kinds.map(([kind, addresses]) => [kind, { addresses: addresses.length, not_charged: addresses.filter(({ ownPool }) => ownPool).length, monthly_cost: monthlyCost(addresses, rates) }]),
    ),
  };
};
