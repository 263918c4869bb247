import type { ServiceRates } from '@ml/contracts/pricing';
import { HOURS_PER_MONTH, roundToCents } from '@ml/units/money';
import type { Talker } from './talker';

/** What the traffic of a pod costs a month, USD; null where the amount or the price is not known. */
export interface TalkerCost {
  /** Out of one zone and into the other. */
  readonly crossAz: number | null;
  /** If all of it goes to the internet. */
  readonly egress: number | null;
  /** If all of it goes through a NAT gateway. */
  readonly nat: number | null;
  /** Of one interface endpoint in one zone that carries it instead. */
  readonly interfaceEndpoint: number | null;
}

const SIDES = 2;

export const costOf = ({ network }: Talker, rates: ServiceRates | null): TalkerCost => {
  const { crossAzGbMonth: cross, egressGbMonth: egress } = network;
  const hour = rates?.interface_endpoint_hour ?? null;
  const carried = product(egress, rates?.interface_endpoint_gb);
  return {
    crossAz: product(cross, rates?.cross_az_gb, SIDES),
    egress: product(egress, rates?.internet_egress_gb),
    nat: product(egress, rates?.nat_gateway_gb),
    interfaceEndpoint: hour === null || carried === null ? null : roundToCents(hour * HOURS_PER_MONTH + carried),
  };
};

const product = (amount: number | null, rate: number | null | undefined, sides = 1): number | null => (amount === null || rate === null || rate === undefined ? null : roundToCents(amount * rate * sides));
