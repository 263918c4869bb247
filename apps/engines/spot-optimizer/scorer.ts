import type { AdvisorClass, PoolFacts, TypeFacts } from '@ml/contracts/pricing';
import type { PoolLesson, PoolSnapshot } from '@ml/contracts/pools';
import type { EpochMs } from '@ml/units/brand';
import type { PoolSafety } from './layers';
import type { Market } from './market';
import { interruptionClassOf } from '@ml/engine-kernel/spot-score/advisor';
import type { FormulaVersion } from './score/context';
import { lessonsIn, type Lessons } from './score/customer';
import { combined, type Scored } from '@ml/engine-kernel/spot-score/terms';

/** The contract's deduction while the pool's episode lasts: on its final score, in both formula versions. */
const PENALTY = { NORMAL: 0, UNCERTAIN: 0.1, CONFIRMED_RISKY: 0.2 } as const;

export interface PoolScore {
  readonly scored: Scored | null;
  readonly interruptionClass: AdvisorClass | undefined;
  readonly lesson: PoolLesson | undefined;
  readonly confirmedRisky: boolean;
  /** RFC 3339; null when there is capacity as far as anyone knows. */
  readonly blockedUntil: string | null;
}

export interface Scorer {
  readonly lessons: Lessons;
  readonly score: (type: TypeFacts, zone: string, pool: PoolFacts | undefined) => PoolScore;
  /** Of any pool by name, as of nodes that run already. */
  readonly safetyOf: (instanceType: string, zone: string) => PoolSafety;
}

export interface ScorerInput {
  readonly market: Market;
  readonly pools: PoolSnapshot | undefined;
  readonly now: EpochMs;
  readonly version: FormulaVersion;
}

export const scorerFor = ({ market, pools, now, version }: ScorerInput): Scorer => {
  const lessons = lessonsIn(market.snapshot.region, pools, market.snapshot.types);
  const formula = version({ snapshot: market.snapshot, product: market.product, lessons, now });
  const score = (type: TypeFacts, zone: string, pool: PoolFacts | undefined): PoolScore => {
    const lesson = lessons.of(type.instance_type, zone);
    const interruptionClass = interruptionClassOf(type, market.product);
    // Without the advisor's class, the larger half of every formula would be missing: such a pool has no score.
    const terms = interruptionClass === undefined ? [] : formula({ type, zone, pool, onDemand: market.onDemand(type), interruptionClass, lesson });
    return {
      scored: combined(terms, PENALTY[lesson?.level ?? 'NORMAL']),
      interruptionClass,
      lesson,
      confirmedRisky: lesson?.level === 'CONFIRMED_RISKY',
      blockedUntil: blockedAt(now, lesson),
    };
  };
  return {
    lessons,
    score,
    safetyOf: (instanceType, zone) => {
      const type = market.type(instanceType);
      if (type === undefined) return { safety: null, unsafe: false };
      const found = score(type, zone, market.pool(instanceType, zone));
      return { safety: found.scored?.safety ?? null, unsafe: found.confirmedRisky || found.blockedUntil !== null };
    },
  };
};

const blockedAt = (now: EpochMs, lesson: PoolLesson | undefined): string | null => {
  const until = lesson?.blocked_until ?? null;
  // A time that cannot be read blocks, too.
  return until === null || Date.parse(until) <= now ? null : until;
};
