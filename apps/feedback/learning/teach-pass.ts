import { Inject, Injectable } from '@nestjs/common';
import type { PoolKey } from '@ml/contracts/pools';
import { decayFactor } from '@ml/domain/learning/score/decay';
import { MONTH_HOURS, POOL_MEMORY } from '@ml/domain/learning/score/learning-constants';
import { advisorRate, familyRatio, regionRatio } from '@ml/domain/learning/score/learned-score';
import { Database } from '@ml/persistence/database';
import { lockPools } from '@ml/persistence/stores/feedback/lock-pools';
import { poolsToLearn, staleLosses } from '@ml/persistence/stores/feedback/pools-to-learn';
import { groupEvidence, keepRatios, type GroupEvidence, type GroupRatio } from '@ml/persistence/stores/feedback/ratio-rows';
import type { Tx } from '@ml/persistence/tx';
import { Clock } from '@ml/platform/clock';
import { nextTurn } from '@ml/platform/next-turn';
import { databaseNow } from '../pools/database-now';
import { AdvisorBoard } from './advisor-board';
import { countLosses, horizonOf } from './count-losses';
import { Learner } from './learner';

/** Reports of these pools wait meanwhile. */
const POOLS_AT_ONCE = 50;
/** Over all customers and pools; everything else is short. */
const LONG_MS = 60_000;

/** Learns anew of every pool: what nobody reported changes too, by nodes that go on running, by other pools of region and family, by prices, by time. */
@Injectable()
export class TeachPass {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Learner) private readonly learner: Learner,
    @Inject(AdvisorBoard) private readonly advisor: AdvisorBoard,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How many pools there are. */
  async run(): Promise<number> {
    const pools = await poolsToLearn(this.database);
    await this.inTurns(pools, async (tx, some, now) => countLosses(tx, await staleLosses(tx, some, horizonOf(now)), now));
    await this.learnRatios();
    await this.inTurns(pools, (tx, some, now) => this.learner.learn(tx, some, now));
    return pools.length;
  }

  private async inTurns(pools: readonly PoolKey[], work: (tx: Tx, some: readonly PoolKey[], now: Date) => Promise<unknown>): Promise<void> {
    for (let from = 0; from < pools.length; from += POOLS_AT_ONCE) {
      const some = pools.slice(from, from + POOLS_AT_ONCE);
      await this.database.transaction(async (tx) => {
        await lockPools(tx, some);
        await work(tx, some, await databaseNow(tx, this.clock));
      });
      await nextTurn();
    }
  }

  private async learnRatios(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.allow(LONG_MS);
      const now = await databaseNow(tx, this.clock);
      const unknownRate = advisorRate({ advisor_class: null, region_rate: null });
      const groups = await groupEvidence(tx, this.advisor.rates(), { decay: decayFactor(now.getTime()), monthHours: MONTH_HOURS, unknownRate, poolMemory: POOL_MEMORY });
      await keepRatios(tx, ratiosOf(groups), now);
    });
  }
}

const ratiosOf = (groups: readonly GroupEvidence[]): readonly GroupRatio[] => {
  const regions = new Map(groups.filter(({ family }) => family === '').map(({ region, evidence }) => [region, regionRatio(evidence)]));
  return groups.map(({ region, family, evidence }) => {
    const ofRegion = regions.get(region) ?? 1;
    return { region, family, ratio: family === '' ? ofRegion : familyRatio(evidence, ofRegion) };
  });
};
