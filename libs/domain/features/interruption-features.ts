import type { PoolFacts, Product, TypeFacts } from '@ml/contracts/pricing';
import { GIB } from '@ml/units/size';
import { HOUR_MS } from '@ml/units/time';
import { operatingSystemOf } from '../prices/products';
import { circleOfDay } from './circle-of-day';
import { known, overOnDemand } from './known';

/** What a `spot_predictor` sees of a node in a pool, in this order: nothing but what a price snapshot says, and how long the node runs. */
export const INTERRUPTION_FEATURES = [
  'advisor_class',
  'price_over_on_demand',
  'cv_168h',
  'history_hours',
  'hours_since_change',
  'vcpu',
  'memory_gib',
  'gpus',
  'local_storage_gb',
  'current_generation',
  'burstable',
  'bare_metal',
  'arm64',
  'family_advisor_mean',
  'hour_sin',
  'hour_cos',
  'day_of_week',
  'hours_since_launch',
] as const;

export interface InterruptionSubject {
  readonly type: TypeFacts;
  /** Undefined when the pool has no price. */
  readonly pool: Pick<PoolFacts, 'price' | 'price_since' | 'cv_168h' | 'history_hours'> | undefined;
  readonly product: Product;
  /** Of `familyAdvisorMeans`; null when unknown. */
  readonly familyAdvisorMean: number | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Null: not launched yet, or nobody knows. */
  readonly hoursSinceLaunch: number | null;
}

/** One row for the model; NaN where something is unknown. */
export const interruptionFeatures = ({ type, pool, product, familyAdvisorMean, at, hoursSinceLaunch }: InterruptionSubject): number[] => {
  const { sin, cos } = circleOfDay(at);
  return [
    known(type.advisor[advisedAs(product)]?.class),
    overOnDemand(pool?.price, type.on_demand[operatingSystemOf(product)]),
    known(pool?.cv_168h),
    known(pool?.history_hours),
    pool === undefined ? Number.NaN : hoursBetween(Date.parse(pool.price_since), at),
    type.vcpu,
    type.memory_bytes / GIB,
    type.gpus,
    type.local_storage_gb,
    Number(type.current_generation),
    Number(type.burstable),
    Number(type.bare_metal),
    Number(type.architectures.includes('arm64')),
    known(familyAdvisorMean),
    sin,
    cos,
    new Date(at).getUTCDay(),
    known(hoursSinceLaunch),
  ];
};

/** A price is reported again within days; beyond a week the number says nothing more. */
const LONGEST_HOURS = 168;

const hoursBetween = (from: number, to: number): number => Math.min(LONGEST_HOURS, Math.max(0, (to - from) / HOUR_MS));

/** The Spot Advisor tells Windows from everything else, which it calls Linux. */
const advisedAs = (product: Product): 'Linux' | 'Windows' => (product === 'Windows' ? 'Windows' : 'Linux');

const familyOf = (instanceType: string): string => instanceType.split('.', 1)[0] ?? instanceType;

/** Mean interruption class of the family's other sizes in the region; null when none is known. */
export const familyAdvisorMeans = (types: readonly TypeFacts[], product: Product): ((type: TypeFacts) => number | null) => {
  const families = new Map<string, { sum: number; known: number }>();
  const classOf = (type: TypeFacts): number | undefined => type.advisor[advisedAs(product)]?.class;
  for (const type of types) {
    const own = classOf(type);
    if (own === undefined) continue;
    const family = families.get(familyOf(type.instance_type)) ?? { sum: 0, known: 0 };
    families.set(familyOf(type.instance_type), { sum: family.sum + own, known: family.known + 1 });
  }
  return (type) => {
    const own = classOf(type);
    const family = families.get(familyOf(type.instance_type)) ?? { sum: 0, known: 0 };
    const known = family.known - (own === undefined ? 0 : 1);
    return known <= 0 ? null : (family.sum - (own ?? 0)) / known;
  };
};
