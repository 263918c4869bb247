import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';
import { gatherEvidence, type PoolView } from '@ml/domain/learning/score/gather-evidence';
import { advisorRate, familyRatio, learnPool, priorOf, regionRatio } from '@ml/domain/learning/score/learned-score';
import { instantOf } from '../events/reports';
import { poolAt } from '../world/fleet';
import type { TruePool, TrueWorld } from '../world/true-world';
import type { WorldEvidence } from './pool-evidence';

interface Seen extends PoolView {
  readonly pool: TruePool;
}

/** What the service would publish at that hour. Levels are left out: they are about the next hours, and this is about the months. */
export const learnedSnapshot = (world: TrueWorld, evidence: WorldEvidence, { hour, weight }: { readonly hour: number; readonly weight: number }): PoolSnapshot => {
  const seen = [...evidence].map(([index, customers]): Seen => {
    const pool = poolAt(world, index);
    return { pool, customers, advisor_rate: advisorRate({ advisor_class: pool.advisorClass, region_rate: null }) };
  });
  const regions = grouped(seen, ({ pool }) => pool.region, (views) => regionRatio(gatherEvidence(views)));
  const families = grouped(seen, familyName, (views) => familyRatio(gatherEvidence(views), regions.get(views[0]?.pool.region ?? '') ?? 1));
  return { weight, as_of: new Date(instantOf(hour)).toISOString(), pools: seen.map((view) => lessonOf(view, families.get(familyName(view)) ?? 1)) };
};

const familyName = ({ pool }: Seen): string => `${pool.region} ${pool.family}`;

const grouped = (seen: readonly Seen[], nameOf: (view: Seen) => string, ratioOf: (views: readonly Seen[]) => number): ReadonlyMap<string, number> => {
  const groups = new Map<string, Seen[]>();
  for (const view of seen) groups.set(nameOf(view), [...(groups.get(nameOf(view)) ?? []), view]);
  return new Map([...groups].map(([name, views]) => [name, ratioOf(views)]));
};

const lessonOf = ({ pool, customers }: Seen, ratio: number): PoolLesson => {
  const prior = priorOf({ advisor_class: pool.advisorClass, region_rate: null }, ratio);
  const { safety, confidence } = learnPool({ customers: [...customers.values()] }, prior);
  return {
    instance_type: pool.instance_type,
    availability_zone: pool.availability_zone,
    level: 'NORMAL',
    learned_score: safety,
    confidence,
    blocked_until: null,
  };
};
