import type { DecisionEnvelope } from '@ml/contracts/decision';
import type { Product } from '@ml/contracts/pricing';
import { COMMON_CONSTRAINTS, names, readAsk, type UnreadableAsk } from '@ml/engine-kernel/ask';
import type { CapacityType } from '@ml/state/kubernetes/capacity-type';
import type { Reads } from '@ml/state/read';
import { fallback, object, optional, required } from '@ml/state/shapes';
import { choice, decimal, name, truth, whole } from '@ml/state/values';
import { PRODUCTS } from './market';

const amount = decimal({ min: 0, max: 1e9 });
/** Kubernetes is tested with clusters of up to 5,000 nodes. */
const MAX_COUNT = 10_000;
/** No region has more availability zones. */
const MOST_ZONES = 6;

const requirements = object({
  region: optional(name),
  vcpu: optional(amount),
  memory_gib: optional(amount),
  count: optional(whole({ min: 1, max: MAX_COUNT })),
  architecture: optional(name),
  gpus: optional(amount),
  local_storage_gb: optional(amount),
  pods: optional(amount),
  availability_zones: names,
  instance_families: names,
  instance_types: names,
  exclude_instance_types: names,
  product: fallback<Product>(choice(PRODUCTS), 'Linux/UNIX'),
  workload_type: optional(name),
  max_price_usd_per_hour: optional(amount),
  current: optional(
    object({
      instance_type: required(name),
      availability_zone: optional(name),
      capacity_type: required<CapacityType>(choice(['spot', 'on-demand'])),
    }),
  ),
});

const constraints = object({
  min_risk_score: optional(decimal({ min: 0, max: 1 })),
  min_availability_zones: optional(whole({ min: 0, max: MOST_ZONES })),
  max_pool_allocation_pct: optional(decimal({ min: 0, max: 100 })),
  min_on_demand_buffer_pct: optional(decimal({ min: 0, max: 100 })),
  allow_relaxed: fallback(truth, false),
  ...COMMON_CONSTRAINTS,
});

/** What the caller asks for, as typed as it gets; absent is null or empty. */
export type Ask = Reads<typeof requirements>;
export type Constraints = Reads<typeof constraints>;
export type Current = NonNullable<Ask['current']>;

export interface Wanted {
  readonly ask: Ask;
  readonly constraints: Constraints;
}

export const readWanted = (request: DecisionEnvelope): Wanted | UnreadableAsk => {
  const read = readAsk(request, { requirements, constraints });
  return 'held' in read ? read : { ask: read.requirements, constraints: read.constraints };
};
