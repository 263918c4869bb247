import type { PoolSnapshot } from '@ml/contracts/pools';
import { rateOf, safetyOf } from '@ml/domain/learning/score/learned-score';
import { advisorScore } from '@ml/engine-kernel/spot-score/advisor';
import { structuralScores } from '@ml/engine-kernel/spot-score/structural';
import { combined, learnedTerms, type LearnedScores } from '@ml/engine-kernel/spot-score/terms';
import { volatilityScore } from '@ml/engine-kernel/spot-score/volatility';
import { lessonsIn } from '../../../../apps/engines/spot-optimizer/score/customer';
import { MONTH_HOURS, monthAt, type TruePool, type TrueWorld } from '../world/true-world';

/** Everything that may be said of one pool, 1 = safe. */
export interface PoolScores {
  /** Probability that a node is interrupted within a month, on average over the months that are judged. */
  readonly truth: number;
  /** By the whole formula. */
  readonly formula: KnownBy;
  /** By that one term. */
  readonly alone: KnownBy;
}

/** Scores by what is known. */
export interface KnownBy {
  readonly learned: number;
  readonly dayZero: number;
  /** The truth in the place of what is learned, beside the advisor and at the weight of the day: the most that learning could do. */
  readonly limit: number;
  /** The truth in the place of the advisor, too. */
  readonly oracle: number;
}

interface PublicScores {
  readonly volatility: number | null;
  readonly structural: number;
}

/** All pools of the world, in its order, with what was learned (null: nothing yet), judged by the months of `span` (hours of the world). */
export const scorePools = (world: TrueWorld, snapshot: PoolSnapshot, span: readonly [number, number]): readonly PoolScores[] => {
  const known = publicScores(world);
  const lessons = new Map(world.markets.map(({ region, types }) => [region, lessonsIn(region, snapshot, types)]));
  return world.pools.map((pool, index) => {
    const inRegion = lessons.get(pool.region) ?? lessonsIn(pool.region, snapshot);
    const learned = inRegion.customerScore(inRegion.of(pool.instance_type, pool.availability_zone), pool.instance_type);
    const truth = truthOf(pool, span);
    const advisor = advisorScore(pool.advisorClass) ?? 0;
    const oracle = safetyOf(rateOf(truth));
    const score = (scores: Pick<LearnedScores, 'advisor' | 'customer'>, weight: number): number =>
      combined(learnedTerms({ ...scores, ...(known[index] as PublicScores) }, weight), 0)?.safety ?? 0;
    return {
      truth,
      formula: {
        learned: score({ advisor, customer: learned }, inRegion.weight),
        dayZero: score({ advisor, customer: learned }, 0),
        limit: score({ advisor, customer: oracle }, inRegion.weight),
        oracle: score({ advisor: oracle, customer: oracle }, inRegion.weight),
      },
      alone: { learned, dayZero: advisor, limit: oracle, oracle },
    };
  });
};

const truthOf = (pool: TruePool, [from, to]: readonly [number, number]): number => {
  const months: number[] = [];
  for (let hour = from; hour < to; hour += MONTH_HOURS) months.push(pool.chances[monthAt(hour)] ?? 0);
  return months.reduce((sum, chance) => sum + chance, 0) / months.length;
};

/** In the order of the world's pools, which is that of its markets. */
const publicScores = (world: TrueWorld): readonly PublicScores[] =>
  world.markets.flatMap(({ types, pools }) => {
    const structural = structuralScores(types, 'Linux/UNIX');
    const byType = new Map(types.map((type) => [type.instance_type, structural(type)]));
    return pools.map((pool) => ({ volatility: volatilityScore(pool), structural: byType.get(pool.instance_type) ?? 0 }));
  });
