import type { TypeFacts } from '@ml/contracts/pricing';
import type { PriceList } from '@ml/engine-kernel/price-list';
import { perMonth, roundToCents } from '@ml/units/money';
import { usdPerHour } from '@ml/units/brand';
import type { NoisyConstraints } from './ask';
import { baselineGbps, familyOf } from './baseline';
import type { NodeLoad } from './node-load';

export interface LargerType {
  readonly instance_type: string;
  readonly baseline_gbps: number;
  /** USD a month more than today, on demand. */
  readonly extra_monthly_cost: number;
}

const GIB = 1024 ** 3;

/** The cheapest type of the same family that carries for hours what the node carries now; null when none is known, or no price is. */
export const largerType = (load: NodeLoad, prices: PriceList | undefined, constraints: NoisyConstraints): LargerType | null => {
  const today = prices?.onDemand(load.instanceType);
  if (prices === undefined || load.instanceType === null || today === undefined) return null;
  const family = familyOf(load.instanceType);
  const options = prices.types.flatMap((type): readonly LargerType[] => {
    const [name, baseline, price] = [type.instance_type, baselineGbps(type.instance_type), prices.onDemand(type.instance_type)];
    if (familyOf(name) !== family || baseline === null || price === undefined || price <= today || !isAllowed(type, constraints)) return [];
    return baseline > Math.max(load.carriedGbps, load.baselineGbps ?? 0) ? [{ instance_type: name, baseline_gbps: baseline, extra_monthly_cost: roundToCents(perMonth(usdPerHour(price - today))) }] : [];
  });
  return options.reduce<LargerType | null>((best, one) => (best === null || one.extra_monthly_cost < best.extra_monthly_cost ? one : best), null);
};

const isAllowed = ({ instance_type: name, vcpu, memory_bytes: memory }: TypeFacts, constraints: NoisyConstraints): boolean =>
  (constraints.allowed_instance_types.length === 0 || constraints.allowed_instance_types.includes(name)) &&
  !constraints.blocked_instance_types.includes(name) &&
  vcpu >= (constraints.min_cpu_cores ?? 0) &&
  memory / GIB <= (constraints.max_memory_gb ?? Number.POSITIVE_INFINITY);
