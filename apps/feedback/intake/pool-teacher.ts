import { Inject, Injectable } from '@nestjs/common';
import type { PoolKey } from '@ml/contracts/pools';
import { poolName } from '@ml/domain/learning/pool-name';
import { clientsInPools, type ClientsInPool } from '@ml/persistence/stores/feedback/clients-in-pool';
import type { Tx } from '@ml/persistence/tx';
import type { TouchedPool } from '../learning/learned';
import { Learner } from '../learning/learner';
import { PatternBoard } from '../patterns/pattern-board';
import type { Assessment } from '../pools/assessment';
import { PoolAssessor } from '../pools/pool-assessor';
import type { PoolKnown } from './compose-answer';
import { KnownTypes } from './known-types';

/** Of others with nodes in a pool, so many are named. */
const MOST_NAMED = 100;
const NOBODY: ClientsInPool = { count: 0, customer_ids: [] };

export interface Circumstances {
  readonly now: Date;
  /** How much what was learned weighs. Read before the transaction: whoever waits for a second connection while it holds one may wait for itself. */
  readonly weight: number;
}

/** Makes of new reports what is known of their pools: level first, then the score. */
@Injectable()
export class PoolTeacher {
  constructor(
    @Inject(PoolAssessor) private readonly assessor: PoolAssessor,
    @Inject(Learner) private readonly learner: Learner,
    @Inject(PatternBoard) private readonly patterns: PatternBoard,
    @Inject(KnownTypes) private readonly types: KnownTypes,
  ) {}

  /** By `poolName`; the caller holds the pools and has written their reports. */
  async teach(tx: Tx, pools: readonly TouchedPool[], { now, weight }: Circumstances): Promise<ReadonlyMap<string, PoolKnown>> {
    const assessments = await this.assessor.assess(tx, pools, now);
    const learned = await this.learner.relearn(tx, pools, now);
    const others = await othersIn(tx, pools.flatMap((pool) => risky(pool, assessments.get(poolName(pool)))), now);
    const known = new Map<string, PoolKnown>();
    for (const pool of pools) {
      const [assessment, lesson] = [assessments.get(poolName(pool)), learned.get(poolName(pool))];
      if (assessment === undefined || lesson === undefined) throw new Error(`nothing was made of ${poolName(pool)}`);
      const { instance_type, region } = pool;
      known.set(poolName(pool), { assessment, learned: lesson, clients: others.get(poolName(pool)) ?? NOBODY, weight, patterns: this.patterns.of(instance_type, region), warnings: this.types.warningsOf(pool) });
    }
    return known;
  }
}

interface RiskyPool {
  readonly pool: PoolKey;
  readonly assessment: Assessment;
}

const risky = (pool: PoolKey, assessment: Assessment | undefined): readonly RiskyPool[] => (assessment?.level === 'CONFIRMED_RISKY' ? [{ pool, assessment }] : []);

const othersIn = async (tx: Tx, pools: readonly RiskyPool[], now: Date): Promise<ReadonlyMap<string, ClientsInPool>> => {
  const clients = await clientsInPools(tx, pools.map(({ pool, assessment }) => ({ ...pool, except: assessment.customer_ids })), { limit: MOST_NAMED, now });
  return new Map(pools.map(({ pool }, index) => [poolName(pool), clients[index] ?? NOBODY]));
};
