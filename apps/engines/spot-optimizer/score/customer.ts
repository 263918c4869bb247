import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';
import { zoneNaming } from '../zones';
import { FamilyEstimate, type Types } from './family-estimate';

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
  /**
   * Learned safety of the pool, else (also where it is only known to have had no capacity) what its family in the region lets expect: the advisor's score of the
   * type, moved by how far pools of the family turned out otherwise than theirs; of a type that the advisor does not know, the family's mean drawn towards 0.5.
   * 0.5 while nothing was learned in the region.
   */
  readonly customerScore: (lesson: PoolLesson | undefined, instanceType: string) => number;
}

/** A snapshot holds tens of thousands of lessons and never changes, nor do a region's types: they are looked through once for each region. */
const READ = new WeakMap<PoolSnapshot, WeakMap<Types, Map<string, Lessons>>>();
const NO_TYPES: Types = [];

/** `types`: of the region's price snapshot, with what the advisor says of them. */
export const lessonsIn = (region: string, snapshot: PoolSnapshot | undefined, types: Types = NO_TYPES): Lessons => {
  if (snapshot === undefined) return read(region, NO_LESSONS, types);
  const ofTypes = READ.get(snapshot) ?? new WeakMap<Types, Map<string, Lessons>>();
  READ.set(snapshot, ofTypes);
  const regions = ofTypes.get(types) ?? new Map<string, Lessons>();
  ofTypes.set(types, regions);
  const lessons = regions.get(region) ?? read(region, snapshot, types);
  regions.set(region, lessons);
  return lessons;
};

const NO_LESSONS: Pick<PoolSnapshot, 'weight' | 'pools'> = { weight: 0, pools: [] };

const read = (region: string, { weight, pools: taught }: Pick<PoolSnapshot, 'weight' | 'pools'>, types: Types): Lessons => {
  const pools = new Map<string, PoolLesson>();
  const estimate = new FamilyEstimate(types);
  const unsafeTypes = new Map<string, PoolLesson>();
  // Sorted, because the last bit of a sum depends on the order of its terms.
  for (const [name, lesson] of taught.map((found) => [poolName(found), found] as const).sort(([one], [other]) => (one < other ? -1 : 1))) {
    pools.set(name, lesson);
    if (!lesson.availability_zone.startsWith(region)) continue;
    if (isUnsafe(lesson)) unsafeTypes.set(lesson.instance_type, worse(lesson, unsafeTypes.get(lesson.instance_type)));
    estimate.learn(lesson);
  }
  return {
    weight: Math.min(MAX_WEIGHT, Math.max(0, weight)),
    of: (instanceType, zone) =>
      pools.size === 0 ? undefined : (pools.get(`${instanceType}/${zone}`) ?? (zoneNaming(zone) === 'id' ? unsafeTypes.get(instanceType) : undefined)),
    customerScore: (lesson, instanceType) => (lesson === undefined || lesson.confidence === 0 ? estimate.of(instanceType) : lesson.learned_score),
  };
};
