import { Inject, Injectable } from '@nestjs/common';
import type { PoolKey } from '@ml/contracts/pools';
import { decayFactor } from '@ml/domain/learning/score/decay';
import { MONTH_HOURS, NOTICED_HOURS } from '@ml/domain/learning/score/learning-constants';
import { poolName } from '@ml/domain/learning/pool-name';
import { readEvidence } from '@ml/persistence/stores/feedback/evidence-rows';
import { forgetLessons, groundOf, keepLessons } from '@ml/persistence/stores/feedback/lesson-store';
import { customersOf, type PoolCustomer } from '@ml/persistence/stores/feedback/loss-rows';
import type { Tx } from '@ml/persistence/tx';
import { AdvisorBoard } from './advisor-board';
import { countLosses, horizonOf } from './count-losses';
import { LessonWatch } from './lesson-watch';
import type { Learned, TouchedPool } from './learned';
import { learnFrom, lessonOf, toLearned, type PoolLearning } from './lesson-of';

/** An hour of one node, in months: of less nothing is kept. */
const LEAST_EXPOSURE = 1 / MONTH_HOURS;

/** Learns of pools from what customers saw there. */
@Injectable()
export class Learner {
  constructor(
    @Inject(AdvisorBoard) private readonly advisor: AdvisorBoard,
    @Inject(LessonWatch) private readonly watch: LessonWatch,
  ) {}

  /** Within the transaction that has kept new reports, and holds the pools (see `lockPools`). By `poolName`; a pool of which nobody saw anything is what is expected of it. */
  async relearn(tx: Tx, pools: readonly TouchedPool[], now: Date): Promise<ReadonlyMap<string, Learned>> {
    await countLosses(tx, await reportersOf(tx, pools), now);
    return new Map((await this.learn(tx, pools, now)).map((learning) => [poolName(learning.pool), toLearned(learning)]));
  }

  /** The same from losses as they were counted last. Pools without any evidence lose what was known of them. */
  async learn(tx: Tx, pools: readonly PoolKey[], now: Date): Promise<readonly PoolLearning[]> {
    if (pools.length === 0) return [];
    const evidence = new Map((await readEvidence(tx, pools, { decay: decayFactor(now.getTime()), monthHours: MONTH_HOURS, noticedHours: NOTICED_HOURS })).map((row) => [row.place, row]));
    const grounds = await groundOf(tx, pools, horizonOf(now));
    const all = grounds.flatMap((ground) => {
      const pool = pools[ground.place - 1];
      return pool === undefined ? [] : [learnFrom(pool, { ground, evidence: evidence.get(ground.place), view: this.advisor.viewOf(pool) })];
    });
    const seen = all.filter(isSeen);
    await keepLessons(tx, seen.map(lessonOf), now);
    await forgetLessons(
      tx,
      all.filter((learning) => !isSeen(learning)).map(({ pool }) => pool),
    );
    this.watch.notice(seen);
    return all;
  }
}

/** There is evidence that has not decayed to nothing. */
const isSeen = ({ evidence }: PoolLearning): boolean => evidence !== undefined && (evidence.reports > 0 || evidence.exposure >= LEAST_EXPOSURE);

const reportersOf = async (tx: Tx, pools: readonly TouchedPool[]): Promise<readonly PoolCustomer[]> => {
  const named = pools.flatMap(({ customers = [], ...pool }) => customers.map((customer_id) => ({ ...pool, customer_id })));
  const whole = pools.filter(({ customers }) => customers === undefined);
  return whole.length === 0 ? named : [...named, ...(await customersOf(tx, whole))];
};
