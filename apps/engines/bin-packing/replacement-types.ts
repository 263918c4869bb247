import type { TypeFacts } from '@ml/contracts/pricing';
import type { PriceList } from '@ml/engine-kernel/price-list';
import type { UsdPerHour } from '@ml/units/brand';
import { GIB } from '@ml/units/size';
import type { Constraints } from './ask';
import type { NodeGroup } from './node-group';

export interface PricedType {
  readonly type: TypeFacts;
  readonly price: UsdPerHour;
}

/** Types that a node of the group could be replaced by, as far as the request and the offers go; cheapest first. */
export const replacementTypes = (prices: PriceList, constraints: Constraints, group: NodeGroup): readonly PricedType[] => {
  const allowed = new Set(constraints.allowed_instance_types);
  const blocked = new Set([...constraints.blocked_instance_types, ...constraints.excluded]);
  const isAllowed = ({ instance_type: name, vcpu, memory_bytes: memory }: TypeFacts): boolean =>
    (allowed.size === 0 || allowed.has(name)) && !blocked.has(name) && vcpu >= (constraints.min_cpu_cores ?? 0) && memory <= (constraints.max_memory_gb ?? Number.POSITIVE_INFINITY) * GIB;
  return prices.types
    .filter((type) => isAllowed(type) && serves(type, group))
    .flatMap((type) => {
      const price = prices.priceOf({ instanceType: type.instance_type, zone: group.zone, capacityType: group.capacityType });
      return price === undefined ? [] : [{ type, price }];
    })
    .sort((one, other) => one.price - other.price || (one.type.instance_type < other.type.instance_type ? -1 : 1));
};

/** Kubernetes and the catalogue name architectures differently. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'arm64' };

/** Metal takes long to start and throttled types are no like replacement. */
const serves = (type: TypeFacts, { zone, architecture, burstable }: NodeGroup): boolean =>
  !type.bare_metal &&
  type.max_pods !== null &&
  (burstable || !type.burstable) &&
  type.architectures.some((own) => own === ARCHITECTURES[architecture]) &&
  type.availability_zones?.includes(zone) === true;
