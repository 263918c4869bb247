import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';
import { zoneNaming } from '../zones';
import { familyOf } from '@ml/engine-kernel/spot-score/structural';

/** The contract's score of a pool about which nobody has learned anything. */
const NOTHING_LEARNED = 0.5;
/** Ours: as many fully trusted pools as must agree before a family's mean weighs as much as not knowing. */
const PRIOR_STRENGTH = 3;
/** The contract lets the learned score weigh a quarter at most. */
const MAX_WEIGHT = 0.25;

const poolName = (lesson: PoolLesson): string => `${lesson.instance_type}/${lesson.availability_zone}`;

const isUnsafe = (lesson: PoolLesson): boolean => lesson.level === 'CONFIRMED_RISKY' || lesson.blocked_until !== null;

/** Confirmed before blocked; of two that are blocked, the one that stays so longer. */
const worse = (one: PoolLesson, other: PoolLesson | undefined): PoolLesson => {
  if (other === undefined || one.level === 'CONFIRMED_RISKY') return one;
  return other.level === 'CONFIRMED_RISKY' || (other.blocked_until ?? '') > (one.blocked_until ?? '') ? other : one;
};

export interface Lessons {
  /** Of the whole formula, 0 to 0.25. */
  readonly weight: number;
  /** Clusters report zones by name: a pool whose zone is given by id may be any of them, so the worst of its type is taken. */
  readonly of: (instanceType: string, zone: string) => PoolLesson | undefined;
  /** Learned safety of the pool, else (also where it is only known to have had no capacity) of its family in the region, shrunk towards not knowing. */
  readonly customerScore: (lesson: PoolLesson | undefined, instanceType: string) => number;
}

/** A snapshot holds tens of thousands of lessons and never changes: they are looked through once for each region. */
const READ = new WeakMap<PoolSnapshot, Map<string, Lessons>>();

export const lessonsIn = (region: string, snapshot: PoolSnapshot | undefined): Lessons => {
  if (snapshot === undefined) return read(region, NO_LESSONS);
  const regions = READ.get(snapshot) ?? new Map<string, Lessons>();
  READ.set(snapshot, regions);
  const lessons = regions.get(region) ?? read(region, snapshot);
  regions.set(region, lessons);
  return lessons;
};

const NO_LESSONS: Pick<PoolSnapshot, 'weight' | 'pools'> = { weight: 0, pools: [] };

const read = (region: string, { weight, pools: taught }: Pick<PoolSnapshot, 'weight' | 'pools'>): Lessons => {
  const pools = new Map<string, PoolLesson>();
  const families = new Map<string, { sum: number; trust: number }>();
  const unsafeTypes = new Map<string, PoolLesson>();
  // Sorted, because the last bit of a sum depends on the order of its terms.
  for (const lesson of [...taught].sort((one, other) => (poolName(one) < poolName(other) ? -1 : 1))) {
    pools.set(poolName(lesson), lesson);
    if (!lesson.availability_zone.startsWith(region)) continue;
    if (isUnsafe(lesson)) unsafeTypes.set(lesson.instance_type, worse(lesson, unsafeTypes.get(lesson.instance_type)));
    const family = families.get(familyOf(lesson.instance_type)) ?? { sum: 0, trust: 0 };
    families.set(familyOf(lesson.instance_type), {
      sum: family.sum + lesson.confidence * lesson.learned_score,
      trust: family.trust + lesson.confidence,
    });
  }
  const estimate = (instanceType: string): number => {
    const family = families.get(familyOf(instanceType)) ?? { sum: 0, trust: 0 };
    return (family.sum + PRIOR_STRENGTH * NOTHING_LEARNED) / (family.trust + PRIOR_STRENGTH);
  };
  return {
    weight: Math.min(MAX_WEIGHT, Math.max(0, weight)),
    of: (instanceType, zone) =>
      pools.size === 0 ? undefined : (pools.get(`${instanceType}/${zone}`) ?? (zoneNaming(zone) === 'id' ? unsafeTypes.get(instanceType) : undefined)),
    customerScore: (lesson, instanceType) => (lesson === undefined || lesson.confidence === 0 ? estimate(instanceType) : lesson.learned_score),
  };
};
