import type { TypeFacts } from '@ml/contracts/pricing';
import type { PriceList } from '@ml/engine-kernel/price-list';
import { perMonth, roundToCents } from '@ml/units/money';
import { usdPerHour, type UsdPerHour } from '@ml/units/brand';
import type { NoisyConstraints } from './ask';
import { baselineGbps, familyOf } from './baseline';
import type { NodeLoad } from './node-load';

export interface LargerType {
  readonly instance_type: string;
  readonly baseline_gbps: number;
  /** USD a month more than today, on demand. */
  readonly extra_monthly_cost: number;
}

/** The cheapest type of the same family that carries for hours what the node carries now; null when none is known, or no price is. */
export type LargerTypeOf = (load: NodeLoad) => LargerType | null;

interface Offer {
  readonly name: string;
  readonly family: string;
  readonly baseline: number;
  readonly price: UsdPerHour;
}

const GIB = 1024 ** 3;

export const largerTypesIn = (prices: PriceList | undefined, constraints: NoisyConstraints): LargerTypeOf => {
  const families = Map.groupBy(offersIn(prices, constraints), ({ family }) => family);
  return ({ instanceType, carriedGbps, baselineGbps: baseline }) => {
    const today = prices?.onDemand(instanceType);
    if (instanceType === null || today === undefined) return null;
    const found = families.get(familyOf(instanceType))?.find((offer) => offer.price > today && offer.baseline > Math.max(carriedGbps, baseline ?? 0));
    return found === undefined ? null : { instance_type: found.name, baseline_gbps: found.baseline, extra_monthly_cost: roundToCents(perMonth(usdPerHour(found.price - today))) };
  };
};

/** Cheapest first. */
const offersIn = (prices: PriceList | undefined, constraints: NoisyConstraints): readonly Offer[] =>
  (prices?.types ?? [])
    .flatMap((type): readonly Offer[] => {
      const [name, baseline, price] = [type.instance_type, baselineGbps(type.instance_type), prices?.onDemand(type.instance_type)];
      return baseline === null || price === undefined || !isAllowed(type, constraints) ? [] : [{ name, family: familyOf(name), baseline, price }];
    })
    .sort((one, other) => one.price - other.price);

const isAllowed = ({ instance_type: name, vcpu, memory_bytes: memory }: TypeFacts, constraints: NoisyConstraints): boolean =>
  (constraints.allowed_instance_types.length === 0 || constraints.allowed_instance_types.includes(name)) &&
  !constraints.blocked_instance_types.includes(name) &&
  vcpu >= (constraints.min_cpu_cores ?? 0) &&
  memory / GIB <= (constraints.max_memory_gb ?? Number.POSITIVE_INFINITY);
